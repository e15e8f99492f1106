import { createSignal } from 'solid-js';
import type { JSX } from 'solid-js';

const KEY = 'aigency.panel.width';
const WIDTH = { least: 300, usual: 360, most: 620 } as const;
/** One press of an arrow key, px. */
const STEP = 24;

function clamp(width: number): number {
  return Math.round(Math.min(WIDTH.most, Math.max(WIDTH.least, width)));
}

const [panelWidth, setSignal] = createSignal(
  clamp(Number(localStorage.getItem(KEY) ?? WIDTH.usual)),
);
export { panelWidth };

function setWidth(width: number): void {
  setSignal(clamp(width));
  localStorage.setItem(KEY, String(panelWidth()));
}

/** The panel's edge: dragged, moved by arrow keys, or put back by a double click. */
export function PanelResizer(): JSX.Element {
  const drag = (event: PointerEvent & { currentTarget: HTMLElement }): void => {
    event.preventDefault();
    const edge = event.currentTarget;
    const [from, width] = [event.clientX, panelWidth()];
    edge.setPointerCapture(event.pointerId);
    const move = (moved: PointerEvent): void => setWidth(width + from - moved.clientX);
    edge.addEventListener('pointermove', move);
    edge.addEventListener(
      'lostpointercapture',
      () => edge.removeEventListener('pointermove', move),
      {
        once: true,
      },
    );
  };
  const press = (event: KeyboardEvent): void => {
    const step = { ArrowLeft: STEP, ArrowRight: -STEP }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    setWidth(panelWidth() + step);
  };
  return (
    <div
      class="resizer"
      role="separator"
      tabindex="0"
      aria-orientation="vertical"
      aria-label="Width of the panel"
      aria-valuemin={WIDTH.least}
      aria-valuemax={WIDTH.most}
      aria-valuenow={panelWidth()}
      onPointerDown={drag}
      onKeyDown={press}
      onDblClick={() => setWidth(WIDTH.usual)}
    />
  );
}
