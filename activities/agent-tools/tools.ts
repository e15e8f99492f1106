import type { ClaudeTool } from '../../integrations/claude/claude-api.ts';
import { pauseTool, reportTool } from './act.ts';
import { lookingTools } from './look.ts';
import { briefChangeTool, campaignChangeTool } from './propose.ts';
import type { ToolWork } from './tool.ts';

/**
 * Everything the agent may call. Looking and pausing are free; what costs money or changes who sees the ads is only
 * ever drafted, as a card the person decides about. There is no tool that approves, starts, resumes or pays.
 */
export function agentTools(work: ToolWork): readonly ClaudeTool[] {
  return [
    ...lookingTools(work),
    pauseTool(work),
    briefChangeTool(work),
    campaignChangeTool(work),
    reportTool(work),
  ];
}
