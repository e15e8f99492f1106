/**
 * Data for the model, fenced so that nothing in it can pass for instructions: `<` never appears inside,
 * so no text from a person or a website can close the fence.
 */
export function dataBlock(name: string, data: unknown): string {
  const json = JSON.stringify(data, null, 1).replaceAll('<', '\\u003c');
  return `<${name}>\n${json}\n</${name}>`;
}
