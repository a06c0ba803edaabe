import openapiTS, { astToString } from 'openapi-typescript';

const HEADER = `// Written by npm run openapi from openapi.yaml: what the API takes and answers, as types. Do not edit.\n\n`;

/** The types of the API's client, as TypeScript source. */
export async function describeTypes(yaml: string): Promise<string> {
  const source = await openapiTS(yaml, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // A request may leave out what has a default; answers list such fields as required themselves.
    defaultNonNullable: false,
  });
  return HEADER + astToString(source);
}
