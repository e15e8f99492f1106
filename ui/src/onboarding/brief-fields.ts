import type { BriefDto } from '../../../contract/model.ts';
import type { EditBrief } from '../../../contract/http.ts';
import type { BriefField } from '../../../domain/brief/brief.ts';
import { money } from '../format.ts';

export const FIELD_LABELS: Readonly<Record<BriefField, string>> = {
  businessDescription: 'Your business',
  product: 'What we advertise',
  targetAudience: 'Who it is for',
  goal: 'What you want',
  monthlyBudget: 'Budget per month',
  location: 'Where',
  uniqueSellingPoint: 'What makes you special',
  websiteUrl: 'Website',
};

export const GOAL_LABELS = {
  LEADS: 'Messages and enquiries',
  SALES: 'Sales in your online shop',
  TRAFFIC: 'Visits to your website',
  APP_INSTALLS: 'Installs of your app',
} as const;

const SOURCE_WORDS = {
  said: 'you said',
  website: 'from your website',
  edited: 'you edited',
} as const;

export function sourceWords(brief: BriefDto, field: BriefField): string | null {
  const source = brief.sources[field];
  return source === undefined ? null : SOURCE_WORDS[source];
}

/** A field's value as people read it. */
export function shown(brief: BriefDto, field: BriefField): string {
  switch (field) {
    case 'goal':
      return brief.goal === null ? 'Not said yet' : GOAL_LABELS[brief.goal];
    case 'monthlyBudget':
      return brief.monthlyBudget === null
        ? 'Not said yet'
        : money(brief.monthlyBudget.minor, brief.monthlyBudget.currency);
    case 'websiteUrl':
      return brief.websiteUrl ?? 'None';
    default:
      return brief[field] ?? 'Not said yet';
  }
}

/** What the editing field starts with. */
export function editable(brief: BriefDto, field: BriefField): string {
  if (field === 'monthlyBudget') {
    return brief.monthlyBudget === null ? '' : String(brief.monthlyBudget.minor / 100);
  }
  return brief[field] ?? '';
}

/** What was typed, as a change for the server; null when it is no amount. */
export function toChange(
  brief: BriefDto,
  field: BriefField,
  text: string,
): EditBrief['changes'] | null {
  const value = text.trim();
  if (field === 'monthlyBudget') {
    const amount = Number(value.replace(',', '.').replaceAll(/[^\d.]/g, ''));
    const minor = Math.round(amount * 100);
    if (!Number.isSafeInteger(minor) || minor <= 0) return null;
    return { monthlyBudget: { minor, currency: brief.monthlyBudget?.currency ?? null } };
  }
  if (field === 'websiteUrl') {
    if (value === '') return { websiteUrl: null };
    return { websiteUrl: /^https?:\/\//i.test(value) ? value : `https://${value}` };
  }
  return value === '' ? null : { [field]: value };
}
