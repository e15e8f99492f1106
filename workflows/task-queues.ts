/** `lifecycle`: workflows and light database work. `meta`: paced per ad account. `model`: slow and expensive. */
export type TaskQueues = {
  readonly lifecycle: string;
  readonly meta: string;
  readonly model: string;
};

/** @param prefix keeps two installations on one cluster apart, such as `blue-`; empty for none. */
export function taskQueues(prefix: string): TaskQueues {
  return { lifecycle: `${prefix}lifecycle`, meta: `${prefix}meta`, model: `${prefix}model` };
}

/** A workflow knows only the queue it runs on; its activities' queues carry the same prefix. */
export function taskQueuesBeside(lifecycleQueue: string): TaskQueues {
  return taskQueues(lifecycleQueue.replace(/lifecycle$/, ''));
}

export function lifecycleWorkflowId(projectId: string): string {
  return `campaign-lifecycle/${projectId}`;
}
