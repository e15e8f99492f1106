/** Marks and addresses belong to orders, code and links, never to a fact about a business. */
const MARKS = /[<>{}[\]`|\\]|https?:|javascript:|data:|www\.|@|\p{Cc}/iu;

export function isPlainText(text: string): boolean {
  return !MARKS.test(text);
}
