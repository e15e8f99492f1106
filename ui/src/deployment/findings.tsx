import { For, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import Info from '~icons/lucide/info';
import TriangleAlert from '~icons/lucide/triangle-alert';
import type { CampaignDto } from '../../../contract/launch.ts';

/** What was found before anything was sent: what has to be put right, then what is only worth knowing. */
export function Findings(props: { findings: CampaignDto['findings'] }): JSX.Element {
  const blockers = () => props.findings.filter(({ severity }) => severity === 'blocker');
  const warnings = () => props.findings.filter(({ severity }) => severity === 'warning');
  return (
    <>
      <FindingList title="To be put right first" findings={blockers()} />
      <FindingList title="Worth knowing" findings={warnings()} />
    </>
  );
}

function FindingList(props: { title: string; findings: CampaignDto['findings'] }): JSX.Element {
  return (
    <Show when={props.findings.length > 0}>
      <section class="findings" aria-label={props.title} data-testid="findings">
        <h3>{props.title}</h3>
        <ul>
          <For each={props.findings}>
            {(finding) => (
              <li data-severity={finding.severity}>
                <Show when={finding.severity === 'blocker'} fallback={<Info />}>
                  <TriangleAlert />
                </Show>
                <span>{finding.message}</span>
              </li>
            )}
          </For>
        </ul>
      </section>
    </Show>
  );
}
