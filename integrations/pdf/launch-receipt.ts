import PdfDocument from 'pdfkit';
import type {
  LaunchReceipt,
  ReceiptObject,
  ReceiptValue,
} from '../../domain/deployment/receipt.ts';
import { keepFree, lineHeight, newPage, PAGE, paragraph, row, rule, TEXT_WIDTH } from './flow.ts';
import type { Cell, Column, Flow } from './flow.ts';
import {
  instantWords,
  kindWords,
  launchFacts,
  limitFacts,
  shortInstant,
  verdictWords,
} from './receipt-words.ts';
import type { Fact } from './receipt-words.ts';
import { createTypeface } from './typeface.ts';
import type { TextStyle } from './typeface.ts';

const COLOURS = {
  ink: '#1C1B19',
  muted: '#6B675E',
  line: '#E7E3DB',
  accent: '#1F6F54',
  alert: '#A8321F',
} as const;

const TITLE: TextStyle = { size: 22, weight: 600, colour: COLOURS.ink };
const HEADING: TextStyle = { size: 13, weight: 600, colour: COLOURS.ink };
const BODY: TextStyle = { size: 9.5, weight: 400, colour: COLOURS.ink };
const STRONG: TextStyle = { ...BODY, weight: 600 };
const MUTED: TextStyle = { ...BODY, colour: COLOURS.muted };
const SMALL: TextStyle = { size: 8, weight: 400, colour: COLOURS.muted };
const HEAD: TextStyle = { ...SMALL, weight: 600 };

const FACT_COLUMNS = columns([148, TEXT_WIDTH - 148]);
const TABLE_COLUMNS = columns([92, 162, 162, TEXT_WIDTH - 416]);

/**
 * The paper a launch leaves behind. The same receipt always gives the same bytes.
 * @throws UnknownCurrencyError when the account's currency is not one we can format.
 */
export async function renderLaunchReceipt(receipt: LaunchReceipt): Promise<Buffer> {
  const doc = new PdfDocument({
    size: 'A4',
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'en-GB',
    displayTitle: true,
    info: {
      Title: receipt.title,
      Author: 'Aigency',
      Creator: 'Aigency',
      Producer: 'Aigency',
      Subject: receipt.projectName,
      // The clock of the machine would make every rendering differ.
      CreationDate: new Date(receipt.liveAt),
      ModDate: new Date(receipt.liveAt),
    },
  });
  const parts: Buffer[] = [];
  doc.on('data', (part: Buffer) => parts.push(part));
  const ended = new Promise<void>((resolve, reject) => {
    doc.on('end', resolve);
    doc.on('error', reject);
  });
  const flow: Flow = { doc, type: createTypeface(doc), y: PAGE.top };
  newPage(flow);
  await writeSummary(flow, receipt);
  for (const object of receipt.objects) await writeObject(flow, object, receipt);
  await frame(flow, receipt);
  doc.end();
  await ended;
  return Buffer.concat(parts);
}

async function writeSummary(flow: Flow, receipt: LaunchReceipt): Promise<void> {
  await paragraph(flow, receipt.title, TITLE);
  flow.y += 6;
  await paragraph(flow, verdictWords(receipt), BODY);
  await paragraph(
    flow,
    `All times are those of the ad account (${receipt.adAccount.timezone}).`,
    MUTED,
  );
  await writeFacts(flow, 'What may be spent', limitFacts(receipt));
  await writeFacts(flow, 'This launch', launchFacts(receipt));
  flow.y += 24;
  keepFree(flow, 140);
  await paragraph(flow, 'What was made', HEADING);
  flow.y += 2;
}

async function writeFacts(flow: Flow, heading: string, facts: readonly Fact[]): Promise<void> {
  flow.y += 24;
  keepFree(flow, 90);
  await paragraph(flow, heading, HEADING);
  flow.y += 8;
  for (const { label, value } of facts) {
    rule(flow, COLOURS.line);
    flow.y += 5;
    const cells: Cell[] = [
      { text: label, style: MUTED },
      { text: value, style: BODY },
    ];
    await row(flow, FACT_COLUMNS, cells);
    flow.y += 5;
  }
  rule(flow, COLOURS.line);
}

async function writeObject(
  flow: Flow,
  object: ReceiptObject,
  { adAccount }: LaunchReceipt,
): Promise<void> {
  flow.y += 14;
  // The name, its line of times, the head and a first row stay together.
  keepFree(flow, 96);
  await paragraph(flow, `${kindWords(object.kind)}: ${object.label}`, { ...STRONG, size: 11 });
  const at = (instant: number) => shortInstant(instant, adAccount.timezone);
  const read = object.readBackAt === null ? 'not read back' : `read back ${at(object.readBackAt)}`;
  const numbers = `Number at Facebook ${object.metaId} · made ${at(object.madeAt)} · ${read}`;
  await paragraph(flow, numbers, SMALL);
  flow.y += 6;
  if (object.values.length === 0) return;
  const head = async () => await writeHead(flow);
  await head();
  for (const value of object.values) await writeValue(flow, value, head);
}

async function writeHead(flow: Flow): Promise<void> {
  const names = ['', 'As approved', 'Facebook says', ''];
  await row(
    flow,
    TABLE_COLUMNS,
    names.map((text) => ({ text, style: HEAD })),
  );
  flow.y += 3;
  rule(flow, COLOURS.line);
}

async function writeValue(
  flow: Flow,
  value: ReceiptValue,
  head: () => Promise<void>,
): Promise<void> {
  if (flow.y + 8 + lineHeight(BODY) > PAGE.height - PAGE.bottom) {
    newPage(flow);
    await head();
  }
  flow.y += 4;
  const { label, asked, readBack } = value;
  const cells: Cell[] = [
    { text: label, style: MUTED },
    { text: asked, style: BODY },
    readBack === null
      ? { text: 'Not read back', style: MUTED }
      : { text: readBack, style: value.same ? BODY : STRONG },
    verdict(value),
  ];
  await row(flow, TABLE_COLUMNS, cells, head);
  flow.y += 4;
  rule(flow, COLOURS.line);
}

function verdict({ readBack, same }: ReceiptValue): Cell {
  if (readBack === null) return { text: '', style: MUTED };
  return same
    ? { text: 'Same', style: { ...BODY, colour: COLOURS.accent } }
    : { text: 'Differs', style: { ...STRONG, colour: COLOURS.alert } };
}

/** Head and foot of every page, written when their number is known. */
async function frame(flow: Flow, receipt: LaunchReceipt): Promise<void> {
  const { doc } = flow;
  const { count } = doc.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    doc.switchToPage(page);
    flow.y = 56;
    rule(flow, COLOURS.line);
    await writeAcross(flow, 36, ['Aigency · Launch receipt', receipt.projectName]);
    flow.y = PAGE.height - 46;
    rule(flow, COLOURS.line);
    const live = `Live since ${instantWords(receipt.liveAt, receipt.adAccount.timezone)}`;
    await writeAcross(flow, PAGE.height - 36, [live, `Page ${page + 1} of ${count}`]);
  }
}

async function writeAcross(
  { type }: Flow,
  y: number,
  [left, right]: readonly [string, string],
): Promise<void> {
  const half = TEXT_WIDTH / 2 - 8;
  const [first = []] = await type.wrap(left, SMALL, half);
  const [last = []] = await type.wrap(right, SMALL, half);
  type.draw(first, SMALL, { x: PAGE.side, y });
  type.draw(last, SMALL, { x: PAGE.width - PAGE.side - type.widthOf(last, SMALL), y });
}

function columns(widths: readonly number[]): readonly Column[] {
  const gap = 10;
  return widths.map((width, index) => ({
    x: PAGE.side + widths.slice(0, index).reduce((sum, one) => sum + one, 0),
    width: index === widths.length - 1 ? width : width - gap,
  }));
}
