import { createMemo, For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import TriangleAlert from '~icons/lucide/triangle-alert';
import { launchReceiptSchema } from '../../../contract/receipt.ts';
import type {
  LaunchReceipt,
  ReceiptObject,
  ReceiptObjectKind,
  ReceiptValue,
} from '../../../domain/deployment/receipt.ts';
import { dayIn, money, stamp } from '../format.ts';

const KIND_WORDS: Readonly<Record<ReceiptObjectKind, string>> = {
  campaign: 'Campaign',
  'ad-set': 'Audience',
  ad: 'Ad',
  picture: 'Picture',
  creative: 'Text and button',
  'lead-form': 'Form',
  'budget-schedule': 'Planned change of the amount',
};

/** The proof of a launch: what was approved, and what Facebook holds under which number. */
export function ReceiptView(props: { text: string }): JSX.Element {
  const receipt = createMemo(() => readReceipt(props.text));
  return (
    <Show when={receipt()} fallback={<pre>{props.text}</pre>}>
      {(found) => (
        <div class="receipt-view" data-testid="receipt-view">
          <Verdict receipt={found()} />
          <Approved receipt={found()} />
          <section class="group">
            <h3>What Facebook holds</h3>
            <For each={found().objects}>{(made) => <Made made={made} />}</For>
          </section>
        </div>
      )}
    </Show>
  );
}

function readReceipt(text: string): LaunchReceipt | null {
  try {
    return launchReceiptSchema.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

function Verdict(props: { receipt: LaunchReceipt }): JSX.Element {
  const different = () =>
    props.receipt.objects.flatMap(({ values }) => values).filter(({ same }) => !same).length;
  return (
    <Show
      when={different() > 0}
      fallback={<p>Everything was read back from Facebook and is as you approved it.</p>}
    >
      <p class="note waiting">
        <TriangleAlert />{' '}
        {different() === 1
          ? 'One value is different at Facebook; it is marked below.'
          : `${different()} values are different at Facebook; they are marked below.`}
      </p>
    </Show>
  );
}

function Approved(props: { receipt: LaunchReceipt }): JSX.Element {
  const zone = (): string => props.receipt.adAccount.timezone;
  const amount = (minor: number): string => money(minor, props.receipt.adAccount.currency);
  const limits = (): string => {
    const { dailyMinor, maxPerDayMinor, maxPerWeekMinor, maxInTotalMinor } = props.receipt.limits;
    const total = maxInTotalMinor === null ? '' : `, ${amount(maxInTotalMinor)} in total`;
    return `About ${amount(dailyMinor)} a day; at most ${amount(maxPerDayMinor)} on one day, ${amount(maxPerWeekMinor)} a week${total}`;
  };
  const { approval, adAccount, page } = props.receipt;
  return (
    <section class="group">
      <h3>What was approved</h3>
      <dl class="receipt-lines">
        <Line
          label="Approved"
          value={`${approval.by}, ${stamp(approval.decidedAt, zone())}, version ${approval.version}`}
        />
        <Line label="Limit" value={limits()} />
        <Show when={props.receipt.limits.endsAt}>
          {(at) => <Line label="Until" value={dayIn(at(), zone())} />}
        </Show>
        <Line label="Built" value={stamp(props.receipt.startedAt, zone())} />
        <Line label="Live" value={stamp(props.receipt.liveAt, zone())} />
        <Show when={props.receipt.leaseUntil}>
          {(at) => (
            <Line label="Safety stop" value={`${stamp(at(), zone())}, then renewed daily`} />
          )}
        </Show>
        <Line label="Ad account" value={`${adAccount.name} · ${adAccount.id}`} />
        <Line label="Page" value={`${page.name} · ${page.id}`} />
        <Line label="Approval number" value={approval.id} />
      </dl>
    </section>
  );
}

function Line(props: { label: string; value: string }): JSX.Element {
  return (
    <div class="receipt-line">
      <dt class="muted small">{props.label}</dt>
      <dd>{props.value}</dd>
    </div>
  );
}

/** One thing made at Facebook, with each value as it was read back. */
function Made(props: { made: ReceiptObject }): JSX.Element {
  return (
    <section class="made" aria-label={`${KIND_WORDS[props.made.kind]} ${props.made.label}`}>
      <p>
        <strong>
          {KIND_WORDS[props.made.kind]} “{props.made.label}”
        </strong>
        <span class="small muted figure step-note">Number at Facebook: {props.made.metaId}</span>
      </p>
      <dl class="receipt-lines">
        <For each={props.made.values}>{(value) => <Value value={value} />}</For>
      </dl>
    </section>
  );
}

function Value(props: { value: ReceiptValue }): JSX.Element {
  return (
    <div class="receipt-line">
      <dt class="muted small">{props.value.label}</dt>
      <Show
        when={props.value.same}
        fallback={
          <dd class="different">
            <TriangleAlert />
            <span>
              Approved: {props.value.asked}
              <span class="step-note">
                At Facebook: {props.value.readBack ?? 'not said by Facebook'}
              </span>
            </span>
          </dd>
        }
      >
        <dd class="same">
          <Check class="tone-good" />
          <span>
            {props.value.readBack ?? props.value.asked}
            <span class="visually-hidden">, read back and the same</span>
          </span>
        </dd>
      </Show>
    </div>
  );
}
