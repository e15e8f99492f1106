import type { Phrases } from './phrases.ts';

export const FR: Phrases = {
  noted: [
    (quote) => `Merci, j’ai noté « ${quote} ».`,
    (quote) => `Bien compris : « ${quote} ».`,
    (quote) => `D’accord, donc « ${quote} ».`,
  ],
  heardName: (name) => `Ravi de connaître ${name}.`,
  heardLocation: (place) => `Les annonces seront vues ici : ${place}.`,
  heardGoal: {
    LEADS: 'Les gens devraient donc vous contacter.',
    SALES: 'Les gens devraient donc acheter chez vous.',
    TRAFFIC: 'Les gens devraient donc visiter votre site.',
    APP_INSTALLS: 'Les gens devraient donc installer votre application.',
  },
  heardBudget: (stated, other) =>
    other === null ? `Entendu, ${stated}.` : `Entendu, ${stated}. Cela fait environ ${other}.`,
  heardWebsite: (host) => `Les annonces mèneront à ${host}.`,
  heardNoWebsite:
    'On peut faire sans site. Les gens peuvent laisser leurs coordonnées dans un formulaire sur Facebook.',
  foundOnWebsite: (found) =>
    `J’ai lu votre site et noté : ${found}. Dites-moi ce qui n’est pas juste.`,
  websiteClosed: 'Je n’ai pas pu ouvrir votre site à l’instant.',
  perDay: (amount) => `${amount} par jour`,
  perWeek: (amount) => `${amount} par semaine`,
  perMonth: (amount) => `${amount} par mois`,
  thanks: 'Merci.',
  ask: {
    businessDescription: 'Que fait votre entreprise ?',
    product: 'De quel produit ou service les annonces doivent-elles parler ?',
    targetAudience: 'Qui sont vos meilleurs clients, ceux qui devraient voir les annonces ?',
    goal: 'Que devraient faire les gens après l’annonce : vous contacter, acheter, visiter votre site ou installer une application ?',
    monthlyBudget: 'Combien souhaitez-vous dépenser en annonces par mois ?',
    location: 'Dans quelle ville, région ou quel pays les annonces doivent-elles être vues ?',
    uniqueSellingPoint: 'Pourquoi les gens vous choisissent-ils plutôt qu’un autre ?',
    websiteUrl: 'Avez-vous un site, et quelle est son adresse ?',
  },
  askAgain: {
    businessDescription:
      'Dites-moi en une phrase ce que vous faites, par exemple « un salon de coiffure pour cheveux bouclés ».',
    product:
      'Citez une chose que vous aimeriez vendre plus, par exemple « des gâteaux de mariage ».',
    targetAudience: 'Pensez aux dernières personnes qui ont acheté chez vous. Qui étaient-elles ?',
    goal: 'Qu’est-ce qui vous aide le plus : que les gens vous contactent, achètent, visitent votre site ou installent une application ?',
    monthlyBudget:
      'Un chiffre approximatif suffit, par exemple « 10 par jour » ou « 300 par mois ».',
    location: 'Citez une ville, une région ou un pays, par exemple « Lyon et 20 km autour ».',
    uniqueSellingPoint:
      'Que disent vos clients de bien, par exemple « toujours à l’heure » ou « fait main » ?',
    websiteUrl: 'Écrivez l’adresse telle quelle, ou dites qu’il n’y en a pas.',
  },
  smallBudget: (perDay) =>
    `Cela fait environ ${perDay}, et très peu de gens verront l’annonce. À partir de 5 par jour, on voit mieux ce qui marche. Vous pouvez l’augmenter, ou nous gardons ce montant.`,
  suggestBudget:
    'Beaucoup de petites entreprises commencent avec 5 à 15 par jour dans leur monnaie. Dois-je noter 10 par jour ?',
  offerForm:
    'Sans site, les gens peuvent laisser leurs coordonnées dans un formulaire sur Facebook. Dois-je le prévoir ainsi ?',
  complete: 'C’est tout ce qu’il me faut. Je vous montre maintenant un court résumé à vérifier.',
  changed: 'C’est modifié. Je vous montre à nouveau le résumé pour que vous puissiez le vérifier.',
  nothingOpen:
    'J’ai tout ce qu’il me faut. Regardez le résumé et dites-moi ce qui devrait changer.',
  hello:
    'Bonjour. Je vous pose quelques questions courtes, puis je prépare vos premières annonces.',
  cannotFollow:
    'Je peux seulement aider pour les annonces de votre entreprise. Continuons avec cela.',
  mistaken: 'Je n’ai pas bien compris l’un de ces détails.',
  answers: {
    cost: 'Vous décidez du montant, et Facebook débite votre propre compte publicitaire. Rien n’est dépensé avant votre accord sur un plan.',
    time: 'Les questions prennent environ trois minutes. Après votre accord, les annonces sont prêtes en quelques minutes et Facebook les vérifie, souvent dans la journée.',
    results:
      'Je ne peux pas promettre un chiffre. Avec le plan, vous verrez une fourchette et sur quoi elle repose.',
    why: 'Je demande cela pour que les bonnes personnes voient vos annonces et que les mots vous ressemblent.',
    who: 'Je suis Aigency, un programme qui prépare et suit des annonces Facebook pour les petites entreprises.',
    other: 'J’y reviendrai quand je connaîtrai un peu mieux votre entreprise.',
  },
};
