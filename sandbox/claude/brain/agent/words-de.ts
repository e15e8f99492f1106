import type { AgentWords } from './words.ts';

export const DE: AgentWords = {
  span: (days) => (days === 1 ? 'heute' : `in den letzten ${days} Tagen`),
  spent: (amount, span) => `Ihre Anzeigen haben ${span} ${amount} gekostet.`,
  shown: (times, clicks) => `Sie wurden ${times} Mal gezeigt und ${clicks} Mal geklickt.`,
  seen: (people) => `Am besten Tag haben etwa ${people} Leute sie gesehen.`,
  results: (count, name) => `Das brachte ${count} (${name}).`,
  range: (range) => `Durch Zufall hätten es auch ${between(range)} sein können.`,
  cost: (each, range) =>
    `Im Schnitt kostete das je ${each}. Der Zufall macht daraus ${between(range)}.`,
  tooEarly: () => 'Für ein Urteil ist es noch zu früh.',
  notCounted: (name) => `Das kann ich nicht sehen (${name}). Es wird noch nicht gezählt.`,
  compared: {
    more: 'Für das gleiche Geld kam klar mehr als in der Zeit davor.',
    fewer: 'Für das gleiche Geld kam klar weniger als in der Zeit davor.',
    same: 'Zur Zeit davor gibt es keinen klaren Unterschied. Das kann Zufall sein.',
    early: 'Für einen Vergleich mit der Zeit davor ist es noch zu früh.',
  },
  adAhead: (name) => `„${name}“ bekommt klar mehr Klicks.`,
  noAdAhead: 'Keine Anzeige liegt klar vorn. Das kann Zufall sein.',
  adsTooEarly: 'Welche Anzeige besser ist, lässt sich noch nicht sagen.',
  adLine: (name, clicks, shown) =>
    `„${name}“ hatte ${clicks} Klicks und wurde ${shown} Mal gezeigt.`,
  notShown: (span) => `Ihre Anzeigen wurden ${span} nicht gezeigt. Es hat nichts gekostet.`,
  noNumbers: 'Es lief noch keine Anzeige. Darum gibt es noch keine Zahlen.',
  budget: (amount) => `Das Budget ist im Schnitt ${amount} am Tag.`,
  lastDay: (day) => `Der letzte Tag ist: ${day}.`,
  whoSees: (who) => `Die Anzeigen sind für: ${who}.`,
  adsSay: (headlines) => `In den Anzeigen steht: ${headlines}.`,
  noPlan: 'Es gibt noch keinen Plan.',
  brief: 'Das habe ich über Ihren Betrieb notiert:',
  noBrief: 'Es ist noch nicht alles bekannt.',
  done: 'Das wurde zuletzt getan:',
  noneDone: 'Bisher wurde nichts getan.',
  notices: 'Ihre letzten Hinweise:',
  noNotices: 'Sie haben keine Hinweise.',
  waiting: (subjects) =>
    `Das wartet auf Sie: ${subjects}. Bitte nutzen Sie den Knopf auf der Karte.`,
  nothingWaits: 'Im Moment wartet nichts auf Sie.',
  paused: 'Ihre Anzeigen werden jetzt angehalten. Mit „Resume ads“ in der App laufen sie wieder.',
  wasPaused: 'Ihre Anzeigen stehen schon still. Mit „Resume ads“ in der App laufen sie wieder.',
  cannotResume: 'Das darf nur der Knopf „Resume ads“ in der App. Bitte drücken Sie ihn.',
  report: (title) => `Fertig ist „${title}“. Sie finden es unter „Artifacts“.`,
  onCard: (what) =>
    `Das steht jetzt auf einer Karte: ${what}. Es ändert sich nichts, bis Sie dort den Knopf drücken.`,
  refused: (reason) => `Das ging nicht. ${reason}`,
  failed:
    'Das konnte ich gerade nicht nachsehen. Es wurde nichts geändert. Fragen Sie bitte noch einmal.',
  approve: (waitingFor) =>
    `Eine Nachricht hier genehmigt nichts.${waitingFor === null ? ' Im Moment wartet keine Karte auf Sie.' : ` Bitte nutzen Sie den Knopf auf der Karte: ${waitingFor}.`}`,
  changeWhat:
    'Ich kann eine Änderung auf eine Karte legen. Sagen Sie mir, was anders sein soll. Bisher ist nichts geändert.',
  next: (when) =>
    when === null
      ? 'Es ist kein nächster Blick geplant.'
      : `Ich sehe wieder nach den Zahlen: ${when}.`,
  thanks: 'Gern. Fragen Sie jederzeit, wie es läuft.',
  hello: 'Hallo. Fragen Sie mich alles zu Ihrer Kampagne.',
  help: 'Ich kann sagen, was es gekostet hat, wie viele klickten und was auf Sie wartet. Ich kann die Anzeigen anhalten. Eine Änderung lege ich auf eine Karte.',
  cannotFollow:
    'Das kann ich nicht tun. Ich helfe bei Fragen zu Ihrem Betrieb und zu den Anzeigen.',
  newAd: (topic) => `${topic}. Sehen Sie sich an, was wir bieten, und melden Sie sich.`,
};

function between(range: string): string {
  return range.replace(/^at least /, 'mindestens ').replace(' to ', ' bis ');
}
