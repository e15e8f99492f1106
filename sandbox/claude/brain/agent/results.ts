import { asArray, asNumber, asObject, asText, type JsonObject } from '../../json.ts';
import { LOCALES, type Language } from '../language.ts';
import { shorten } from '../text.ts';
import type { AgentWords } from './words.ts';
import type { Topic } from './wishes.ts';

/** What came back from one call. */
export type ToolResult = {
  readonly name: string;
  readonly input: JsonObject;
  readonly content: string;
  readonly data: JsonObject | null;
  readonly isError: boolean;
};

export type Telling = {
  readonly words: AgentWords;
  readonly language: Language;
  readonly topics: readonly Topic[];
};

/** One result in a person's words. */
export function tell(result: ToolResult, telling: Telling): string {
  const { words } = telling;
  if (result.isError) return words.failed;
  if (result.data === null) return words.refused(reasonIn(result.content));
  const { name, data } = result;
  if (name === 'look_at_performance') return performance(data, telling);
  if (name === 'look_at_plan') return plan(data, telling);
  if (name === 'look_at_brief') return brief(data, words);
  if (name === 'look_at_activity') {
    return listed(words.done, words.noneDone, textsOf(data['activity'], 'what'));
  }
  if (name === 'look_at_notifications') {
    return listed(words.notices, words.noNotices, textsOf(data['notices'], 'title'));
  }
  if (name === 'look_at_approvals') return waiting(data, words);
  if (name === 'pause_ads') {
    return asText(data['ads']).includes('already') ? words.wasPaused : words.paused;
  }
  if (name === 'write_report') return words.report(asText(data['report']));
  if (name.startsWith('propose_')) return words.onCard(cardWords(result));
  return words.help;
}

/** "Refused: There are no ads that could be running. Nothing was changed." */
function reasonIn(content: string): string {
  return content.replace(/^(?:Refused|Not taken|Error):\s*/i, '').trim();
}

function performance(data: JsonObject, { words, language, topics }: Telling): string {
  if (!('totals' in data)) return words.noNumbers;
  const figure = (value: unknown) => (asNumber(value) ?? 0).toLocaleString(LOCALES[language]);
  const totals = asObject(data['totals']);
  const span = words.span(asNumber(data['days']) ?? 0);
  if ((asNumber(totals['timesShown']) ?? 0) === 0) return words.notShown(span);
  const shown = words.shown(figure(totals['timesShown']), figure(totals['clicks']));
  const spent = words.spent(asText(totals['spent']), span);
  if (topics.includes('better')) return ads(data, { words, figure });
  const only = topics.length === 1 ? topics[0] : undefined;
  if (only === 'spent') return spent;
  if (only === 'clicks') return shown;
  const seen = topics.includes('seen') ? ` ${words.seen(figure(totals['peopleOnBestDay']))}` : '';
  if (only === 'seen') return `${shown}${seen}`;
  const outcome = outcomes(data, { words, figure });
  return only === 'results'
    ? outcome
    : `${spent} ${shown}${seen} ${outcome}${compared(data, words)}`;
}

type Writing = { readonly words: AgentWords; readonly figure: (value: unknown) => string };

function outcomes(data: JsonObject, { words, figure }: Writing): string {
  const totals = asObject(data['totals']);
  const name = asText(data['resultName']);
  const early = asText(totals['tooEarly']);
  if (asNumber(totals['results']) === null) return words.notCounted(name);
  const came = words.results(figure(totals['results']), name);
  if (early !== '') return `${came} ${words.tooEarly(early)}`;
  const each = asText(totals['costPerResult']);
  const cost = each === '' ? '' : ` ${words.cost(each, asText(totals['costPerResultRange']))}`;
  return `${came} ${words.range(asText(totals['resultsRange']))}${cost}`;
}

function compared(data: JsonObject, { compared: said }: AgentWords): string {
  const verdict = asText(data['comparedWithBefore']);
  if (verdict === 'more') return ` ${said.more}`;
  if (verdict === 'fewer') return ` ${said.fewer}`;
  if (verdict.startsWith('no clear')) return ` ${said.same}`;
  return verdict.startsWith('too early') ? ` ${said.early}` : '';
}

function ads(data: JsonObject, { words, figure }: Writing): string {
  const lines = asArray(data['ads'])
    .map(asObject)
    .filter((ad) => (asNumber(ad['timesShown']) ?? 0) > 0)
    .slice(0, 3)
    .map((ad) =>
      words.adLine(asText(ad['headline']), figure(ad['clicks']), figure(ad['timesShown'])),
    );
  const verdict = asText(data['adsCompared']);
  const ahead = /“(.+)”/.exec(verdict)?.[1];
  if (ahead !== undefined) return [words.adAhead(ahead), ...lines].join(' ');
  const open = verdict.startsWith('no clear') ? words.noAdAhead : words.adsTooEarly;
  return [open, ...lines].join(' ');
}

function plan(data: JsonObject, { words }: Telling): string {
  const amount = asText(data['dailyBudget']);
  if (amount === '') return words.noPlan;
  const lastDay = asText(data['lastDay']);
  const who = asArray(data['whoSeesIt']).map(asText).filter(Boolean);
  const headlines = textsOf(data['ads'], 'headline').map((headline) => `“${headline}”`);
  return [
    words.budget(amount),
    lastDay === '' ? '' : words.lastDay(lastDay),
    who.length === 0 ? '' : words.whoSees(shorten(who[0]?.split(/\s\(|,\s/)[0] ?? '', 80)),
    headlines.length === 0 ? '' : words.adsSay(headlines.slice(0, 2).join(', ')),
  ]
    .filter(Boolean)
    .join(' ');
}

function brief(data: JsonObject, words: AgentWords): string {
  const lines = asText(data['brief'])
    .split('\n')
    .filter((line) => /^[^:]{2,40}:\s/.test(line))
    .slice(0, 8)
    .map((line) => `- ${shorten(line, 110)}`);
  return lines.length === 0 ? words.noBrief : [words.brief, ...lines].join('\n');
}

function waiting(data: JsonObject, words: AgentWords): string {
  const open = asArray(data['cards'])
    .map(asObject)
    .filter((card) => asText(card['state']).startsWith('waits'));
  const subjects = [...new Set(open.map((card) => asText(card['about'])).filter(Boolean))];
  return subjects.length === 0 ? words.nothingWaits : words.waiting(subjects.join(', '));
}

function listed(title: string, none: string, entries: readonly string[]): string {
  if (entries.length === 0) return none;
  return [title, ...entries.slice(0, 3).map((entry) => `- ${shorten(entry, 110)}`)].join('\n');
}

function textsOf(rows: unknown, key: string): readonly string[] {
  return asArray(rows)
    .map((row) => asText(asObject(row)[key]))
    .filter((text) => text !== '');
}

/** What was asked for, in its own values. */
function cardWords({ input }: ToolResult): string {
  const values = Object.values(input).flatMap((value) => {
    if (typeof value === 'string') return [shorten(value, 60)];
    if (Array.isArray(value)) return [value.map(asText).join(', ')];
    const { amount, headline } = asObject(value);
    return [asText(amount) || asText(headline)];
  });
  return values.filter((value) => value !== '').join('; ');
}
