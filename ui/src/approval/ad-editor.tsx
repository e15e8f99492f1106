import { createEffect, createSignal, createUniqueId, Show } from 'solid-js';
import type { JSX } from 'solid-js';
import { EditField } from './edit-field.tsx';
import { FoldLine } from './fold-line.tsx';
import { PictureChoice } from './picture-choice.tsx';
import type { AdDraft } from './plan-draft.ts';

type Props = {
  ad: AdDraft;
  title: string;
  problemOf: (field: keyof AdDraft) => string | null;
  onChange: (change: Partial<AdDraft>) => void;
};

const FIELDS = ['headline', 'primaryText', 'description', 'assetId'] as const;

/** One ad to be changed: folded until somebody wants to, or something in it is wrong. */
export function AdEditor(props: Props): JSX.Element {
  const [open, setOpen] = createSignal(false);
  const id = createUniqueId();
  createEffect(() => {
    if (FIELDS.some((field) => props.problemOf(field) !== null)) setOpen(true);
  });
  return (
    <section class="edit-ad" aria-label={props.title} data-testid="edit-ad">
      <FoldLine open={open()} controls={id} word="Change" onToggle={() => setOpen(!open())}>
        <img class="thumb" src={`/api/assets/${props.ad.assetId}`} alt="" />
        <span class="fold-words">
          <span class="small muted">{props.title}</span>
          <span>{props.ad.headline}</span>
        </span>
      </FoldLine>
      <Show when={open()}>
        <div class="edit-ad-body" id={id}>
          <AdFields {...props} />
        </div>
      </Show>
    </section>
  );
}

function AdFields(props: Props): JSX.Element {
  const label = (words: string): string => `${words} of “${props.title}”`;
  return (
    <>
      <EditField label="Headline" problem={props.problemOf('headline')}>
        {(input) => (
          <input
            {...input}
            type="text"
            maxLength={40}
            aria-label={label('Headline')}
            data-testid="edit-headline"
            value={props.ad.headline}
            onInput={(event) => props.onChange({ headline: event.currentTarget.value })}
          />
        )}
      </EditField>
      <EditField label="Text" problem={props.problemOf('primaryText')}>
        {(input) => (
          <textarea
            {...input}
            rows={3}
            maxLength={300}
            aria-label={label('Text')}
            data-testid="edit-text"
            value={props.ad.primaryText}
            onInput={(event) => props.onChange({ primaryText: event.currentTarget.value })}
          />
        )}
      </EditField>
      <EditField label="Line under the headline" problem={props.problemOf('description')}>
        {(input) => (
          <input
            {...input}
            type="text"
            maxLength={40}
            aria-label={label('Line under the headline')}
            value={props.ad.description}
            onInput={(event) => props.onChange({ description: event.currentTarget.value })}
          />
        )}
      </EditField>
      <PictureChoice
        title={props.title}
        chosen={props.ad.assetId}
        problem={props.problemOf('assetId')}
        onChoose={(assetId) => props.onChange({ assetId })}
      />
    </>
  );
}
