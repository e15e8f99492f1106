import { LOCALES, type Language } from '../language.ts';
import { costPerClick, type Ad, type CampaignView, type Figures } from './figures.ts';

export type TalkWords = {
  readonly spent: (total: Figures, yesterday: Figures | null) => string;
  readonly clicks: (total: Figures) => string;
  readonly seen: (total: Figures) => string;
  readonly results: (total: Figures, name: string) => string;
  readonly notCounted: (name: string) => string;
  readonly better: (best: Ad, other: Ad) => string;
  readonly noneBetter: (ads: readonly Ad[]) => string;
  readonly tooEarly: string;
  readonly goesOn: string;
  readonly budget: (amount: string) => string;
  readonly nothingYet: (view: CampaignView) => string;
  readonly change: string;
  readonly pause: string;
  readonly approve: (waitingFor: string | null) => string;
  readonly next: (when: string | null) => string;
  readonly help: string;
  readonly thanks: string;
  readonly hello: string;
  readonly guess: string;
};

const numberIn = (language: Language) => (value: number | null) =>
  (value ?? 0).toLocaleString(LOCALES[language]);
const EN = numberIn('en');
const DE = numberIn('de');
const FR = numberIn('fr');
const ES = numberIn('es');

export const TALK_WORDS: Readonly<Record<Language, TalkWords>> = {
  en: {
    spent: (total, yesterday) =>
      `So far ${total.spent} was spent.${yesterday?.spent == null ? '' : ` Yesterday it was ${yesterday.spent}.`}`,
    clicks: (total) => {
      const each = costPerClick(total);
      return `Your ads were clicked ${EN(total.clicks)} times, out of ${EN(total.timesShown)} times shown.${each === null ? '' : ` One click cost about ${each}, rounded.`}`;
    },
    seen: (total) =>
      `About ${EN(total.people)} people saw your ads. They were shown ${EN(total.timesShown)} times in all.`,
    results: (total, name) =>
      `The ads brought ${EN(total.results)} ${name}.${total.costPerResult === null ? '' : ` Each cost ${total.costPerResult} on average.`}`,
    notCounted: (name) =>
      `I cannot see how many ${name} came from the ads, because they are not counted yet.`,
    better: (best, other) =>
      `“${best.name}” does better. It got ${EN(best.clicks)} clicks from ${EN(best.timesShown)} times shown, and “${other.name}” got ${EN(other.clicks)} from ${EN(other.timesShown)}.`,
    noneBetter: (ads) =>
      `No ad is clearly ahead. ${ads.map((ad) => `“${ad.name}” got ${EN(ad.clicks)} clicks from ${EN(ad.timesShown)} times shown.`).join(' ')}`,
    tooEarly:
      'It is too early to tell. After about three days and some dozens of clicks it is worth looking.',
    goesOn:
      'The ads are being shown and people click on them. Whether it pays off, you see best from the people who come to you.',
    budget: (amount) =>
      `The budget is ${amount} a day on average. Some days are a little more, some a little less.`,
    nothingYet: (view) =>
      `There are no numbers yet.${view.status === '' ? '' : ` Where things stand: ${view.status}.`}`,
    change:
      'I understand that you want something changed. Nothing has changed so far. A change needs a card that you approve.',
    pause: 'I cannot pause the ads from this chat. The button “Pause all ads” stops them at once.',
    approve: (waitingFor) =>
      `A message here approves nothing.${waitingFor === null ? ' At the moment no card waits for you.' : ` Please use the button on the card: ${waitingFor}.`}`,
    next: (when) =>
      `I look at the numbers every four hours.${when === null ? '' : ` The next look: ${when}.`}`,
    help: 'I can tell you what was spent, how many people saw the ads, how many clicked, and which ad does better.',
    thanks: 'You are welcome. Ask me whenever you want to know how it goes.',
    hello: 'Hello. Ask me anything about your campaign.',
    guess: 'I cannot see that in the numbers I have.',
  },
  de: {
    spent: (total, yesterday) =>
      `Bisher wurden ${total.spent} ausgegeben.${yesterday?.spent == null ? '' : ` Gestern waren es ${yesterday.spent}.`}`,
    clicks: (total) => {
      const each = costPerClick(total);
      return `Ihre Anzeigen wurden ${DE(total.clicks)} Mal geklickt, bei ${DE(total.timesShown)} Mal gezeigt.${each === null ? '' : ` Ein Klick kostete etwa ${each}, gerundet.`}`;
    },
    seen: (total) =>
      `Etwa ${DE(total.people)} Menschen haben Ihre Anzeigen gesehen. Gezeigt wurden sie ${DE(total.timesShown)} Mal.`,
    results: (total, name) =>
      `Die Anzeigen brachten ${DE(total.results)} (${name}).${total.costPerResult === null ? '' : ` Im Schnitt kostete das je ${total.costPerResult}.`}`,
    notCounted: (name) => `Das kann ich nicht sehen (${name}), denn es wird noch nicht gezählt.`,
    better: (best, other) =>
      `„${best.name}“ wirkt besser: ${DE(best.clicks)} Klicks bei ${DE(best.timesShown)} Mal gezeigt. „${other.name}“ hatte ${DE(other.clicks)} bei ${DE(other.timesShown)}.`,
    noneBetter: (ads) =>
      `Keine Anzeige liegt klar vorn. ${ads.map((ad) => `„${ad.name}“ hatte ${DE(ad.clicks)} Klicks bei ${DE(ad.timesShown)} Mal gezeigt.`).join(' ')}`,
    tooEarly:
      'Für ein Urteil ist es zu früh. Nach etwa drei Tagen und einigen Dutzend Klicks lohnt sich der Blick.',
    goesOn:
      'Die Anzeigen werden gezeigt, und die Leute klicken darauf. Ob es sich lohnt, sehen Sie am besten an denen, die zu Ihnen kommen.',
    budget: (amount) =>
      `Das Budget ist im Schnitt ${amount} am Tag. An manchen Tagen ist es etwas mehr, an manchen etwas weniger.`,
    nothingYet: (view) =>
      `Es gibt noch keine Zahlen.${view.status === '' ? '' : ` Stand: ${view.status}.`}`,
    change:
      'Ich verstehe, dass sich etwas ändern soll. Bisher ist nichts geändert. Dafür braucht es eine Karte, der Sie zustimmen.',
    pause:
      'Anhalten kann ich die Anzeigen von hier aus nicht. Der Knopf „Pause all ads“ hält sie sofort an.',
    approve: (waitingFor) =>
      `Eine Nachricht hier genehmigt nichts.${waitingFor === null ? ' Im Moment wartet keine Karte auf Sie.' : ` Bitte nutzen Sie den Knopf auf der Karte: ${waitingFor}.`}`,
    next: (when) =>
      `Ich sehe alle vier Stunden nach den Zahlen.${when === null ? '' : ` Das nächste Mal: ${when}.`}`,
    help: 'Ich kann Ihnen sagen, was ausgegeben wurde, wie viele die Anzeigen sahen, wie viele klickten und welche besser wirkt.',
    thanks: 'Gern. Fragen Sie jederzeit, wie es läuft.',
    hello: 'Hallo. Fragen Sie mich alles zu Ihrer Kampagne.',
    guess: 'Das kann ich in den Zahlen, die ich habe, nicht sehen.',
  },
  fr: {
    spent: (total, yesterday) =>
      `Jusqu’ici, ${total.spent} ont été dépensés.${yesterday?.spent == null ? '' : ` Hier, c’était ${yesterday.spent}.`}`,
    clicks: (total) => {
      const each = costPerClick(total);
      return `Il y a eu ${FR(total.clicks)} clics, pour ${FR(total.timesShown)} affichages.${each === null ? '' : ` Un clic a coûté environ ${each}, arrondi.`}`;
    },
    seen: (total) =>
      `Environ ${FR(total.people)} personnes ont vu vos annonces, montrées ${FR(total.timesShown)} fois en tout.`,
    results: (total, name) =>
      `Les annonces ont apporté ${FR(total.results)} (${name}).${total.costPerResult === null ? '' : ` Chacun a coûté ${total.costPerResult} en moyenne.`}`,
    notCounted: (name) => `Je ne peux pas le voir (${name}), car ce n’est pas encore compté.`,
    better: (best, other) =>
      `« ${best.name} » marche mieux : ${FR(best.clicks)} clics pour ${FR(best.timesShown)} affichages. « ${other.name} » : ${FR(other.clicks)} pour ${FR(other.timesShown)}.`,
    noneBetter: (ads) =>
      `Aucune annonce n’est nettement devant. ${ads.map((ad) => `« ${ad.name} » : ${FR(ad.clicks)} clics pour ${FR(ad.timesShown)} affichages.`).join(' ')}`,
    tooEarly:
      'Il est trop tôt pour juger. Après environ trois jours et quelques dizaines de clics, cela vaut la peine de regarder.',
    goesOn:
      'Les annonces sont montrées et les gens cliquent. Si cela rapporte, vous le voyez surtout à ceux qui viennent chez vous.',
    budget: (amount) =>
      `Le budget est de ${amount} par jour en moyenne. Certains jours un peu plus, d’autres un peu moins.`,
    nothingYet: (view) =>
      `Il n’y a pas encore de chiffres.${view.status === '' ? '' : ` Où nous en sommes : ${view.status}.`}`,
    change:
      'Je comprends que vous voulez un changement. Rien n’a changé pour l’instant. Il faut une carte que vous approuvez.',
    pause:
      'Je ne peux pas suspendre les annonces d’ici. Le bouton « Pause all ads » les arrête tout de suite.',
    approve: (waitingFor) =>
      `Un message ici n’approuve rien.${waitingFor === null ? ' Aucune carte ne vous attend pour l’instant.' : ` Utilisez le bouton de la carte : ${waitingFor}.`}`,
    next: (when) =>
      `Je regarde les chiffres toutes les quatre heures.${when === null ? '' : ` La prochaine fois : ${when}.`}`,
    help: 'Je peux vous dire ce qui a été dépensé, combien de gens ont vu les annonces, combien ont cliqué et laquelle marche mieux.',
    thanks: 'Avec plaisir. Demandez-moi quand vous voulez où cela en est.',
    hello: 'Bonjour. Demandez-moi ce que vous voulez sur votre campagne.',
    guess: 'Je ne peux pas le voir dans les chiffres que j’ai.',
  },
  es: {
    spent: (total, yesterday) =>
      `Hasta ahora se gastaron ${total.spent}.${yesterday?.spent == null ? '' : ` Ayer fueron ${yesterday.spent}.`}`,
    clicks: (total) => {
      const each = costPerClick(total);
      return `Hubo ${ES(total.clicks)} clics, de ${ES(total.timesShown)} veces mostrado.${each === null ? '' : ` Un clic costó unos ${each}, redondeado.`}`;
    },
    seen: (total) =>
      `Unas ${ES(total.people)} personas vieron sus anuncios. Se mostraron ${ES(total.timesShown)} veces en total.`,
    results: (total, name) =>
      `Los anuncios trajeron ${ES(total.results)} (${name}).${total.costPerResult === null ? '' : ` Cada uno costó ${total.costPerResult} de media.`}`,
    notCounted: (name) => `Eso no lo puedo ver (${name}), porque todavía no se cuenta.`,
    better: (best, other) =>
      `«${best.name}» funciona mejor: ${ES(best.clicks)} clics de ${ES(best.timesShown)} veces mostrado. «${other.name}» tuvo ${ES(other.clicks)} de ${ES(other.timesShown)}.`,
    noneBetter: (ads) =>
      `Ningún anuncio va claramente por delante. ${ads.map((ad) => `«${ad.name}» tuvo ${ES(ad.clicks)} clics de ${ES(ad.timesShown)} veces mostrado.`).join(' ')}`,
    tooEarly:
      'Es pronto para saberlo. Tras unos tres días y unas decenas de clics vale la pena mirar.',
    goesOn:
      'Los anuncios se muestran y la gente hace clic. Si compensa, se ve sobre todo en quienes vienen a usted.',
    budget: (amount) =>
      `El presupuesto es de ${amount} al día de media. Unos días algo más, otros algo menos.`,
    nothingYet: (view) =>
      `Todavía no hay cifras.${view.status === '' ? '' : ` Cómo está la cosa: ${view.status}.`}`,
    change:
      'Entiendo que quiere cambiar algo. Por ahora nada ha cambiado. Hace falta una tarjeta que usted apruebe.',
    pause:
      'No puedo pausar los anuncios desde aquí. El botón «Pause all ads» los detiene enseguida.',
    approve: (waitingFor) =>
      `Un mensaje aquí no aprueba nada.${waitingFor === null ? ' Ahora mismo no le espera ninguna tarjeta.' : ` Use el botón de la tarjeta: ${waitingFor}.`}`,
    next: (when) =>
      `Miro las cifras cada cuatro horas.${when === null ? '' : ` La próxima vez: ${when}.`}`,
    help: 'Puedo decirle cuánto se gastó, cuánta gente vio los anuncios, cuántos hicieron clic y cuál funciona mejor.',
    thanks: 'De nada. Pregúnteme cuando quiera cómo va.',
    hello: 'Hola. Pregúnteme lo que quiera sobre su campaña.',
    guess: 'Eso no lo veo en las cifras que tengo.',
  },
};
