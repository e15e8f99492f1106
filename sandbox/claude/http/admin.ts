import type { Hono } from 'hono';
import { asObject, parseJson } from '../json.ts';
import type { Env, State } from './app.ts';
import { FAULT_KINDS, readFault } from './faults.ts';
import { paceFrom, readPace } from './pace.ts';
import { readScripted } from './scripted.ts';

const AT = '/sandbox/admin';

/** What tests and benchmarks steer the stand-in with; no part of the Messages API. */
export function addAdmin(app: Hono<Env>, state: State): void {
  addFaults(app, state);
  app.get(`${AT}/requests`, (c) => c.json({ requests: state.requests }));
  app.get(`${AT}/answers`, (c) => c.json({ answers: state.scripts.list() }));
  app.post(`${AT}/answers`, async (c) => {
    const scripted = readScripted(parseJson(await c.req.text()));
    if (scripted === null) return c.json({ error: 'text or toolCalls must say something' }, 400);
    state.scripts.add(scripted);
    return c.json({ answers: state.scripts.list() });
  });
  app.delete(`${AT}/answers`, (c) => {
    state.scripts.clear();
    return c.json({ answers: [] });
  });
  app.get(`${AT}/mode`, (c) => c.json({ hostile: state.isHostile }));
  app.post(`${AT}/mode`, async (c) => {
    state.isHostile = asObject(parseJson(await c.req.text()))['hostile'] === true;
    return c.json({ hostile: state.isHostile });
  });
  app.get(`${AT}/pace`, (c) => c.json(state.pace));
  app.post(`${AT}/pace`, async (c) => {
    state.pace = readPace(parseJson(await c.req.text()), state.pace);
    return c.json(state.pace);
  });
  app.get(`${AT}/streams`, (c) => c.json({ streams: state.streams.list() }));
  app.delete(`${AT}/streams`, (c) => {
    state.streams.clear();
    return c.json({ streams: [] });
  });
  app.post(`${AT}/reset`, (c) => {
    state.faults.clear();
    state.scripts.clear();
    state.streams.clear();
    state.cache.clear();
    state.requests.length = 0;
    state.isHostile = false;
    state.pace = paceFrom(state.tokenDelayMs);
    return c.json({ status: 'as new' });
  });
}

function addFaults(app: Hono<Env>, state: State): void {
  app.get(`${AT}/faults`, (c) => c.json({ kinds: FAULT_KINDS, faults: state.faults.list() }));
  app.post(`${AT}/faults`, async (c) => {
    const fault = readFault(parseJson(await c.req.text()), state.now());
    if (fault === null)
      return c.json({ error: `kind must be one of ${FAULT_KINDS.join(', ')}` }, 400);
    state.faults.add(fault);
    return c.json({ faults: state.faults.list() });
  });
  app.delete(`${AT}/faults`, (c) => {
    state.faults.clear();
    return c.json({ faults: [] });
  });
}
