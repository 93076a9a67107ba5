/** Tables and columns, from the release's own datapackage.json. */

import { address } from "../lib/site";

export interface DictionaryColumn {
  name: string;
  type: string;
  description: string;
  required: boolean;
  values: string[];
}

export interface DictionaryTable {
  name: string;
  description: string;
  rows: number | undefined;
  columns: DictionaryColumn[];
}

interface Field {
  name: string;
  type: string;
  description?: string;
  constraints?: { required?: boolean; enum?: string[] };
}

interface DataPackage {
  resources: { name: string; description?: string; rows?: number; schema?: { fields: Field[] } }[];
}

export async function releaseFile(name: string): Promise<string> {
  const response = await fetch(address(`release/${name}`));
  if (!response.ok) throw new Error(`release/${name}: ${response.status}`);
  return response.text();
}

export async function loadColumns(): Promise<DictionaryTable[]> {
  const { resources } = JSON.parse(await releaseFile("datapackage.json")) as DataPackage;
  return resources
    .filter((resource) => resource.schema)
    .map((resource) => ({
      name: resource.name,
      description: resource.description ?? "",
      rows: resource.rows,
      columns: (resource.schema?.fields ?? []).map((field) => ({
        name: field.name,
        type: field.type,
        description: field.description ?? "",
        required: field.constraints?.required ?? false,
        values: field.constraints?.enum ?? [],
      })),
    }));
}
