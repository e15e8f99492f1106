import { createEffect, onCleanup } from 'solid-js';
import type { JSX } from 'solid-js';
import { writeMarkdown } from './markdown.ts';
import type { MarkdownWriter } from './markdown.ts';

/** Words of the agent. While they grow only the new ones are drawn; other words start over. */
export function Prose(props: { text: string; growing?: boolean; testId?: string }): JSX.Element {
  let root: HTMLDivElement | undefined;
  let writer: MarkdownWriter | null = null;
  let written = '';
  let isEnded = false;
  const startOver = (): void => {
    root?.replaceChildren();
    writer = null;
    written = '';
    isEnded = false;
  };
  createEffect(() => {
    const growing = props.growing === true;
    const text = shownPart(props.text, growing);
    if (root === undefined || (isEnded && text === written)) return;
    // The final words are the streamed ones without the space around them.
    const goesOn = text.startsWith(written) || (!growing && text === written.trim());
    if (isEnded || !goesOn) startOver();
    writer ??= writeMarkdown(root);
    if (text.length > written.length) writer.write(text.slice(written.length));
    written = text;
    if (growing) return;
    writer.end();
    isEnded = true;
  });
  onCleanup(startOver);
  return <div class="prose" data-testid={props.testId} ref={(element) => (root = element)} />;
}

const calm = window.matchMedia('(prefers-reduced-motion: reduce)');

/** Those who asked for less motion get whole paragraphs instead of running letters. */
function shownPart(text: string, growing: boolean): string {
  if (!growing || !calm.matches) return text;
  const end = text.lastIndexOf('\n\n');
  return end === -1 ? '' : text.slice(0, end + 2);
}
