declare module "virtual:queries" {
  const queries: { title: string; sql: string }[];
  export default queries;
}
