/** Give a file to the visitor. */

export function download(name: string, content: string | Uint8Array, type: string): void {
  const source = URL.createObjectURL(new Blob([content as BlobPart], { type }));
  const link = document.createElement("a");
  link.href = source;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(source), 10_000);
}
