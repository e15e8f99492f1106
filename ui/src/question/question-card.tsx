import { Match, Show, Switch } from 'solid-js';
import type { JSX } from 'solid-js';
import Check from '~icons/lucide/check';
import Hand from '~icons/lucide/hand';
import type { AnswerQuestion } from '../../../contract/http.ts';
import type { QuestionDto } from '../../../contract/launch.ts';
import { api } from '../http/client.ts';
import { useProjectStore } from '../state/project-context.ts';
import { createTask } from '../task.ts';
import { CategoryForm } from './category-form.tsx';
import { PrivacyForm } from './privacy-form.tsx';
import { answerWords } from './words.ts';

/** Something only the person can say; folds to the answer once it is given. */
export function QuestionCard(props: { question: QuestionDto }): JSX.Element {
  const store = useProjectStore();
  const answered = (): boolean => props.question.answeredAt !== null;
  const answering = createTask(async (answer: AnswerQuestion['answer']) => {
    const { id: questionId, projectId } = props.question;
    const data = await api.answerQuestion(projectId, { questionId, answer });
    store.apply({ kind: 'change', change: { type: 'question', projectId, data } });
  });
  const send = (answer: AnswerQuestion['answer']): void => void answering.run(answer);
  return (
    <section
      class="card"
      classList={{ waiting: !answered(), folded: answered() }}
      data-testid="question-card"
      data-kind={props.question.kind}
      data-answered={answered()}
      aria-label="A question for you"
    >
      <Show
        when={!answered()}
        fallback={
          <p class="fold-line">
            <Check class="tone-good" />
            <span>{answerWords(props.question)}</span>
          </p>
        }
      >
        <div class="card-body">
          <p class="kicker waiting">
            <Hand />
            <span>I need your answer before I plan</span>
          </p>
          <Switch>
            <Match when={props.question.kind === 'special-ad-category'}>
              <CategoryForm
                suggested={props.question.facts.suggested}
                busy={answering.busy()}
                onAnswer={(category) => send({ category })}
              />
            </Match>
            <Match when={props.question.kind === 'lead-form-privacy'}>
              <PrivacyForm
                busy={answering.busy()}
                problem={answering.field() === 'privacyPolicyUrl' ? answering.problem() : null}
                onAnswer={(privacyPolicyUrl) => send({ privacyPolicyUrl })}
              />
            </Match>
          </Switch>
          <Show when={answering.field() !== 'privacyPolicyUrl' && answering.problem()}>
            <p class="note bad" role="alert">
              {answering.problem()}
            </p>
          </Show>
        </div>
      </Show>
    </section>
  );
}
