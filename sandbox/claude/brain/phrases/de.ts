import type { Phrases } from './phrases.ts';

export const DE: Phrases = {
  noted: [
    (quote) => `Danke, ich habe notiert: „${quote}“.`,
    (quote) => `Verstanden: „${quote}“.`,
    (quote) => `Gut, also „${quote}“.`,
  ],
  heardName: (name) => `Schön, ${name} kennenzulernen.`,
  heardLocation: (place) => `Die Anzeigen erscheinen hier: ${place}.`,
  heardGoal: {
    LEADS: 'Die Leute sollen sich also bei Ihnen melden.',
    SALES: 'Die Leute sollen also bei Ihnen kaufen.',
    TRAFFIC: 'Die Leute sollen also Ihre Website besuchen.',
    APP_INSTALLS: 'Die Leute sollen also Ihre App installieren.',
  },
  heardBudget: (stated, other) =>
    other === null ? `Gut, ${stated}.` : `Gut, ${stated}. Das sind etwa ${other}.`,
  heardWebsite: (host) => `Die Anzeigen führen zu ${host}.`,
  heardNoWebsite:
    'Es geht auch ohne Website. Die Leute können ihre Daten in einem Formular auf Facebook hinterlassen.',
  foundOnWebsite: (found) =>
    `Ich habe Ihre Website gelesen und notiert: ${found}. Sagen Sie mir, was nicht stimmt.`,
  websiteClosed: 'Ich konnte Ihre Website gerade nicht öffnen.',
  perDay: (amount) => `${amount} am Tag`,
  perWeek: (amount) => `${amount} in der Woche`,
  perMonth: (amount) => `${amount} im Monat`,
  thanks: 'Danke.',
  ask: {
    businessDescription: 'Was macht Ihr Betrieb?',
    product: 'Um welches Produkt oder welche Leistung soll es in den Anzeigen gehen?',
    targetAudience: 'Wer sind Ihre besten Kunden, also wer soll die Anzeigen sehen?',
    goal: 'Was sollen die Leute nach der Anzeige tun: sich melden, etwas kaufen, Ihre Website besuchen oder eine App installieren?',
    monthlyBudget: 'Wie viel möchten Sie im Monat für Anzeigen ausgeben?',
    location: 'In welcher Stadt, Region oder welchem Land sollen die Anzeigen zu sehen sein?',
    uniqueSellingPoint: 'Warum kommen die Leute zu Ihnen und nicht zu anderen?',
    websiteUrl: 'Haben Sie eine Website, und wie lautet die Adresse?',
  },
  askAgain: {
    businessDescription:
      'Sagen Sie mir in einem Satz, was Sie machen, zum Beispiel „ein Friseursalon für Locken“.',
    product: 'Nennen Sie eine Sache, die Sie öfter verkaufen möchten, zum Beispiel „Torten“.',
    targetAudience: 'Denken Sie an die letzten Leute, die bei Ihnen gekauft haben. Wer war das?',
    goal: 'Was hilft Ihnen am meisten: dass die Leute sich melden, etwas kaufen, Ihre Website besuchen oder eine App installieren?',
    monthlyBudget: 'Eine ungefähre Zahl reicht, zum Beispiel „10 am Tag“ oder „300 im Monat“.',
    location:
      'Nennen Sie eine Stadt, eine Region oder ein Land, zum Beispiel „Graz und 20 km rundum“.',
    uniqueSellingPoint:
      'Was loben Ihre Kunden, zum Beispiel „immer pünktlich“ oder „von Hand gemacht“?',
    websiteUrl: 'Schreiben Sie die Adresse, wie Sie sie haben, oder sagen Sie, dass es keine gibt.',
  },
  smallBudget: (perDay) =>
    `Das sind etwa ${perDay}, damit sehen es nur sehr wenige. Ab etwa 5 am Tag lässt sich besser erkennen, was wirkt. Sie können es erhöhen, oder wir bleiben dabei.`,
  suggestBudget:
    'Viele kleine Betriebe beginnen mit 5 bis 15 am Tag in ihrer Währung. Soll ich 10 am Tag eintragen?',
  offerForm:
    'Ohne Website können die Leute ihre Daten in einem Formular auf Facebook hinterlassen. Soll ich so planen?',
  complete:
    'Das ist alles, was ich brauche. Ich zeige Ihnen jetzt eine kurze Zusammenfassung zum Prüfen.',
  changed: 'Ich habe das geändert. Ich zeige Ihnen die Zusammenfassung noch einmal zum Prüfen.',
  nothingOpen:
    'Ich habe alles, was ich brauche. Sehen Sie sich die Zusammenfassung an und sagen Sie mir, was anders sein soll.',
  hello: 'Hallo. Ich stelle Ihnen ein paar kurze Fragen und plane dann Ihre ersten Anzeigen.',
  cannotFollow: 'Ich kann hier nur bei Anzeigen für Ihren Betrieb helfen. Machen wir damit weiter.',
  mistaken: 'Eine dieser Angaben habe ich nicht richtig verstanden.',
  answers: {
    cost: 'Sie bestimmen, was Sie ausgeben, und Facebook belastet Ihr eigenes Werbekonto. Ohne Ihre Zustimmung zu einem Plan wird nichts ausgegeben.',
    time: 'Die Fragen dauern etwa drei Minuten. Nach Ihrer Zustimmung sind die Anzeigen in wenigen Minuten eingerichtet, und Facebook prüft sie, oft am selben Tag.',
    results:
      'Eine Zahl kann ich nicht versprechen. Mit dem Plan sehen Sie eine Spanne und worauf sie beruht.',
    why: 'Ich frage, damit die richtigen Leute Ihre Anzeigen sehen und die Worte zu Ihnen passen.',
    who: 'Ich bin Aigency, ein Programm, das Facebook-Anzeigen für kleine Betriebe plant und betreut.',
    other: 'Darauf komme ich zurück, wenn ich Ihren Betrieb etwas besser kenne.',
  },
};
