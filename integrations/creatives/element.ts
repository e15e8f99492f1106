export type Style = Readonly<Record<string, string | number>>;
export type Child = Element | string;
/** What satori takes in place of JSX. */
export type Element = {
  readonly type: string;
  readonly key: null;
  readonly props: {
    readonly style: Style;
    readonly children?: readonly Child[] | string;
    readonly src?: string;
  };
};

export function box(style: Style, ...children: readonly Child[]): Element {
  return { type: 'div', key: null, props: { style: { display: 'flex', ...style }, children } };
}

export function words(text: string, style: Style): Element {
  return {
    type: 'div',
    key: null,
    props: { style: { display: 'flex', ...style }, children: text },
  };
}

/** A filled circle around a centre. */
export function disc(x: number, y: number, radius: number, colour: string): Element {
  return box({
    position: 'absolute',
    left: x - radius,
    top: y - radius,
    width: radius * 2,
    height: radius * 2,
    borderRadius: radius,
    backgroundColor: colour,
  });
}

/** A ring around a centre. */
export function ring(
  x: number,
  y: number,
  radius: number,
  line: { readonly width: number; readonly colour: string },
): Element {
  return box({
    position: 'absolute',
    left: x - radius,
    top: y - radius,
    width: radius * 2,
    height: radius * 2,
    borderRadius: radius,
    border: `${line.width}px solid ${line.colour}`,
  });
}

/** A photo that fills a box, its middle in the middle. `src` is a data URI. */
export function photoBox(src: string, width: number, height: number): Element {
  const style = { width, height, objectFit: 'cover' };
  return { type: 'img', key: null, props: { src, style } };
}
