import DOMPurify from 'dompurify';
import { marked } from 'marked';

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName !== 'A') return;
  node.setAttribute('target', '_blank');
  node.setAttribute('rel', 'noopener noreferrer');
});

/**
 * The agent's words as safe HTML. Pictures are left out: loading one would tell its server what was read, and model
 * text must not be able to do that.
 */
export function toHtml(text: string): string {
  const html = marked.parse(text, { async: false, gfm: true, breaks: true });
  return purifier.sanitize(html, {
    ALLOWED_TAGS: ['p', 'strong', 'em', 'ul', 'ol', 'li', 'a', 'br', 'code', 'blockquote'],
    ALLOWED_ATTR: ['href', 'target', 'rel', 'start'],
    ALLOWED_URI_REGEXP: /^(?:https?|mailto):/i,
  });
}

/** Splits running text into finished blocks, which never change again, and the one still being written. */
export function splitBlocks(text: string): { finished: string[]; open: string } {
  const parts = text.split(/\n{2,}/);
  return { finished: parts.slice(0, -1), open: parts.at(-1) ?? '' };
}
