import { asArray, asObject, asText } from '../json.ts';
import type { Answer } from './answer.ts';
import { readTimes, usedOnce } from './faults.ts';
import { matchesRequest, readMatch, type Match } from './match.ts';
import type { MessagesRequest } from './request.ts';

/** An answer that a test puts into the model's mouth. */
export type Scripted = {
  readonly answer: Answer;
  readonly times: number | null;
  readonly match: Match;
};

export type ScriptBook = {
  readonly add: (scripted: Scripted) => void;
  readonly clear: () => void;
  readonly list: () => readonly Scripted[];
  readonly take: (request: MessagesRequest) => Answer | null;
};

export function createScriptBook(): ScriptBook {
  let waiting: readonly Scripted[] = [];
  return {
    add: (scripted) => {
      waiting = [...waiting, scripted];
    },
    clear: () => {
      waiting = [];
    },
    list: () => waiting,
    take: (request) => {
      const hit = waiting.find(({ match }) => matchesRequest(match, request));
      if (hit === undefined) return null;
      waiting = waiting.flatMap((one) => (one === hit ? usedOnce(one) : [one]));
      return hit.answer;
    },
  };
}

/** Reads `{ text?, toolCalls?: [{name, input}], times?, match? }`; null when it says nothing at all. */
export function readScripted(body: unknown): Scripted | null {
  const raw = asObject(body);
  const toolCalls = asArray(raw['toolCalls']).map((call) => {
    const { name, input } = asObject(call);
    return { name: asText(name), input: asObject(input) };
  });
  const text = asText(raw['text']);
  if (text === '' && toolCalls.length === 0) return null;
  return {
    answer: { text, toolCalls },
    times: readTimes(raw['times'], 1),
    match: readMatch(raw['match']),
  };
}
