import * as smd from 'streaming-markdown';
import type { Renderer, Token } from 'streaming-markdown';

/** Text that grows at its end and is drawn as it comes; what stands is never drawn again. */
export type MarkdownWriter = {
  readonly write: (text: string) => void;
  /** Draws what the parser still held back to see how it goes on. */
  readonly end: () => void;
};

/** Formulas have no place in our texts, but prices have: a dollar sign is a dollar sign. */
const DOLLAR = '\uE000';

const TAGS: Readonly<Partial<Record<Token, keyof HTMLElementTagNameMap>>> = {
  [smd.PARAGRAPH]: 'p',
  [smd.LINE_BREAK]: 'br',
  [smd.RULE]: 'hr',
  [smd.BLOCKQUOTE]: 'blockquote',
  // The page has its own headings; those of a message are bold lines in it.
  [smd.HEADING_1]: 'h4',
  [smd.HEADING_2]: 'h4',
  [smd.HEADING_3]: 'h4',
  [smd.HEADING_4]: 'h4',
  [smd.HEADING_5]: 'h4',
  [smd.HEADING_6]: 'h4',
  [smd.ITALIC_AST]: 'em',
  [smd.ITALIC_UND]: 'em',
  [smd.STRONG_AST]: 'strong',
  [smd.STRONG_UND]: 'strong',
  [smd.STRIKE]: 's',
  [smd.CODE_INLINE]: 'code',
  [smd.CODE_BLOCK]: 'code',
  [smd.CODE_FENCE]: 'code',
  [smd.LINK]: 'a',
  [smd.RAW_URL]: 'a',
  [smd.LIST_UNORDERED]: 'ul',
  [smd.LIST_ORDERED]: 'ol',
  [smd.LIST_ITEM]: 'li',
  [smd.TABLE]: 'table',
  [smd.TABLE_ROW]: 'tr',
  [smd.TABLE_CELL]: 'td',
};

/**
 * Draws markdown into `root`, as elements and text nodes only: HTML in a text stays text. Pictures are left out, since
 * loading one would tell its server what was read, and model text must not be able to do that.
 */
export function writeMarkdown(root: HTMLElement): MarkdownWriter {
  const renderer: Renderer<HTMLElement[]> = {
    data: [root],
    add_token(open, type) {
      // A picture keeps its description, in a span; so does whatever else has no element of ours.
      const element = document.createElement(TAGS[type] ?? 'span');
      (open.at(-1) ?? root).append(element);
      open.push(element);
    },
    end_token(open) {
      if (open.length > 1) open.pop();
    },
    add_text(open, text) {
      (open.at(-1) ?? root).append(text.replaceAll(DOLLAR, '$'));
    },
    set_attr(open, type, value) {
      const element = open.at(-1);
      if (type === smd.START && element instanceof HTMLOListElement) element.start = Number(value);
      if (type !== smd.HREF || !(element instanceof HTMLAnchorElement)) return;
      const href = safeLink(value.replaceAll(DOLLAR, '$'));
      if (href === null) return;
      element.href = href;
      element.target = '_blank';
      element.rel = 'noopener noreferrer';
    },
  };
  const parser = smd.parser(renderer);
  return {
    write: (text) => smd.parser_write(parser, text.replaceAll('$', DOLLAR)),
    end: () => smd.parser_end(parser),
  };
}

/** @returns the address when it leads to a web page; null for scripts, files and anything else. */
export function safeLink(text: string): string | null {
  // The full stop of a sentence that ends with an address is not part of it.
  const address = text.trim().replace(/[.,;:!?]+$/, '');
  if (!/^https?:\/\//i.test(address) || !URL.canParse(address)) return null;
  return new URL(address).href;
}
