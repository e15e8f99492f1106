export const NOTIFICATION_KINDS = ['APPROVAL_NEEDED', 'AGENT_UPDATE', 'ALERT', 'REPORT'] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
