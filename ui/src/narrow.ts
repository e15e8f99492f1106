import { createSignal } from 'solid-js';

// The same line is drawn in styles/layout.css.
const query = window.matchMedia('(width < 1024px)');
const [narrow, setNarrow] = createSignal(query.matches);
query.addEventListener('change', (event) => setNarrow(event.matches));

/** Whether there is room for one column only. */
export { narrow };
