import type { AgentWords } from './words.ts';

export const FR: AgentWords = {
  span: (days) => (days === 1 ? 'aujourd’hui' : `ces ${days} derniers jours`),
  spent: (amount, span) => `Vos annonces ont coûté ${amount} ${span}.`,
  shown: (times, clicks) => `Elles ont été vues ${times} fois et ont eu ${clicks} clics.`,
  seen: (people) => `Le meilleur jour, environ ${people} personnes les ont vues.`,
  results: (count, name) => `Cela a donné ${count} (${name}).`,
  range: (range) => `Par hasard, cela aurait pu être ${between(range)}.`,
  cost: (each, range) =>
    `Chacun a coûté ${each} en moyenne. Par hasard, ce serait ${between(range)}.`,
  tooEarly: () => 'Il est encore trop tôt pour juger.',
  notCounted: (name) => `Je ne peux pas le voir (${name}). Ce n’est pas encore compté.`,
  compared: {
    more: 'Pour le même argent, il y a nettement plus que la période d’avant.',
    fewer: 'Pour le même argent, il y a nettement moins que la période d’avant.',
    same: 'Avec la période d’avant, l’écart n’est pas net. Cela peut être le hasard.',
    early: 'Pour comparer avec la période d’avant, il est encore trop tôt.',
  },
  adAhead: (name) => `« ${name} » a nettement plus de clics.`,
  noAdAhead: 'Aucune annonce n’est nettement devant. Cela peut être le hasard.',
  adsTooEarly: 'Il est trop tôt pour dire quelle annonce marche mieux.',
  adLine: (name, clicks, shown) => `« ${name} » : ${clicks} clics, vue ${shown} fois.`,
  notShown: (span) => `Vos annonces n’ont pas été montrées ${span}. Rien n’a été dépensé.`,
  noNumbers: 'Aucune annonce n’a encore tourné. Il n’y a donc pas de chiffres.',
  budget: (amount) => `Le budget est de ${amount} par jour en moyenne.`,
  lastDay: (day) => `Le dernier jour : ${day}.`,
  whoSees: (who) => `Vos annonces sont pour : ${who}.`,
  adsSay: (headlines) => `Les annonces disent : ${headlines}.`,
  noPlan: 'Il n’y a pas encore de plan.',
  brief: 'Voici ce que j’ai noté sur votre activité :',
  noBrief: 'Tout n’est pas encore connu.',
  done: 'Voici ce qui a été fait :',
  noneDone: 'Rien n’a encore été fait.',
  notices: 'Vos derniers avis :',
  noNotices: 'Vous n’avez pas d’avis.',
  waiting: (subjects) => `Ceci vous attend : ${subjects}. Utilisez le bouton de la carte.`,
  nothingWaits: 'Rien ne vous attend pour l’instant.',
  paused: 'Vos annonces s’arrêtent maintenant. Le bouton « Resume ads » les relance.',
  wasPaused: 'Vos annonces sont déjà arrêtées. Le bouton « Resume ads » les relance.',
  cannotResume: 'Je ne peux pas relancer les annonces. Utilisez le bouton « Resume ads ».',
  report: (title) => `« ${title} » est prêt. Il se trouve sous « Artifacts ».`,
  onCard: (what) =>
    `C’est sur une carte : ${what}. Rien ne change avant que vous pressiez le bouton.`,
  refused: (reason) => `Cela n’a pas marché. ${reason}`,
  failed: 'Je n’ai pas pu regarder cela. Rien n’a changé. Demandez-moi encore une fois.',
  approve: (waitingFor) =>
    `Un message ici n’approuve rien.${waitingFor === null ? ' Aucune carte ne vous attend pour l’instant.' : ` Utilisez le bouton de la carte : ${waitingFor}.`}`,
  changeWhat:
    'Je peux mettre un changement sur une carte. Dites-moi ce qui doit changer. Pour l’instant, rien n’a changé.',
  next: (when) =>
    when === null
      ? 'Aucun prochain regard n’est prévu.'
      : `Je regarde à nouveau les chiffres : ${when}.`,
  thanks: 'Avec plaisir. Demandez-moi quand vous voulez.',
  hello: 'Bonjour. Demandez-moi ce que vous voulez sur votre campagne.',
  help: 'Je peux vous dire ce qui a été dépensé, combien de gens ont cliqué et ce qui vous attend. Je peux arrêter les annonces. Je mets vos changements sur une carte.',
  cannotFollow: 'Je ne peux pas faire cela. Je réponds sur votre activité et vos annonces.',
  newAd: (topic) => `${topic}. Venez voir et écrivez-nous.`,
};

function between(range: string): string {
  return range.replace(/^at least /, 'au moins ').replace(' to ', ' à ');
}
