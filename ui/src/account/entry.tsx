import { createSignal, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { api, RequestError, wordsFor } from '../http/client.ts';
import { loadSession } from '../state/session.ts';

type Mode = 'sign-up' | 'sign-in';

/** Set once somebody signed in here: the next visit begins with signing in. */
const KNOWN_KEY = 'aigency.known';

/** The door: what this is on one side, the form on the other. */
export function Entry(): JSX.Element {
  const [mode, setMode] = createSignal<Mode>(
    localStorage.getItem(KNOWN_KEY) === null ? 'sign-up' : 'sign-in',
  );
  return (
    <main class="entry">
      <section class="entry-side">
        <span class="brand">
          <img src="/mark.svg" alt="" />
          Aigency
        </span>
        <div class="group">
          <h1>Your own marketing agency, in a chat.</h1>
          <p class="muted">For people who never ran an ad.</p>
          <ol>
            <li>
              <span>1</span>
              <p>Tell me about your business. I ask one or two short questions at a time.</p>
            </li>
            <li>
              <span>2</span>
              <p>See the ads, the audience and the most it can cost, before anything is spent.</p>
            </li>
            <li>
              <span>3</span>
              <p>Approve once. I build it on Facebook, watch it, and tell you in plain words.</p>
            </li>
          </ol>
        </div>
        <p class="small muted">Nothing is published and no money is spent without your approval.</p>
      </section>
      <section class="entry-form">
        <EntryForm mode={mode()} onSwitch={setMode} />
      </section>
    </main>
  );
}

function EntryForm(props: { mode: Mode; onSwitch: (mode: Mode) => void }): JSX.Element {
  const [name, setName] = createSignal('');
  const [email, setEmail] = createSignal('');
  const [password, setPassword] = createSignal('');
  const [problem, setProblem] = createSignal<{ field: string | undefined; words: string } | null>(
    null,
  );
  const [busy, setBusy] = createSignal(false);
  const isNew = () => props.mode === 'sign-up';
  const problemOf = (field: string) => (problem()?.field === field ? problem()?.words : undefined);

  const submit = async (event: SubmitEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      const credentials = { email: email().trim(), password: password() };
      await (isNew()
        ? api.signUp({ ...credentials, name: name().trim() })
        : api.signIn(credentials));
      localStorage.setItem(KNOWN_KEY, 'yes');
      await loadSession();
    } catch (error) {
      setProblem({
        field: error instanceof RequestError ? error.field?.split('.').at(-1) : undefined,
        words: wordsFor(error),
      });
    } finally {
      setBusy(false);
    }
  };
  const otherProblem = () => {
    const field = problem()?.field;
    return field === 'name' || field === 'email' || field === 'password'
      ? undefined
      : problem()?.words;
  };
  return (
    <form onSubmit={(event) => void submit(event)} novalidate>
      <h1>{isNew() ? 'Make an account' : 'Welcome back'}</h1>
      <Show when={isNew()}>
        <Field
          label="Your name"
          value={name()}
          onInput={setName}
          autocomplete="name"
          testId="name"
          problem={problemOf('name')}
        />
      </Show>
      <Field
        label="E-mail"
        type="email"
        value={email()}
        onInput={setEmail}
        autocomplete="email"
        testId="email"
        problem={problemOf('email')}
      />
      <Field
        label={isNew() ? 'Password, at least 10 characters' : 'Password'}
        type="password"
        value={password()}
        onInput={setPassword}
        autocomplete={isNew() ? 'new-password' : 'current-password'}
        testId="password"
        problem={problemOf('password')}
      />
      <Show when={otherProblem()}>
        <p class="problem" role="alert">
          {otherProblem()}
        </p>
      </Show>
      <button class="button primary" type="submit" disabled={busy()} data-testid="enter">
        {busy() ? 'One moment…' : isNew() ? 'Make my account' : 'Sign in'}
      </button>
      <button
        class="button plain"
        type="button"
        data-testid="switch-mode"
        onClick={() => {
          setProblem(null);
          props.onSwitch(isNew() ? 'sign-in' : 'sign-up');
        }}
      >
        {isNew() ? 'I have an account already' : 'I am new here'}
      </button>
    </form>
  );
}

function Field(props: {
  label: string;
  value: string;
  onInput: (value: string) => void;
  testId: string;
  autocomplete: string;
  type?: string;
  problem?: string | undefined;
}): JSX.Element {
  return (
    <label class="field">
      <span>{props.label}</span>
      <input
        class="input"
        type={props.type ?? 'text'}
        value={props.value}
        autocomplete={props.autocomplete}
        aria-invalid={props.problem !== undefined}
        data-testid={props.testId}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
      <Show when={props.problem}>
        <span class="problem" role="alert">
          {props.problem}
        </span>
      </Show>
    </label>
  );
}
