import type { Language } from '../language.ts';

/** Reads a figure or a text of an event; an empty string where there is none. */
export type Of = (name: string) => string;

type NoteWords = {
  readonly events: Readonly<Record<string, (of: Of) => string>>;
  readonly tooEarly: string;
  /** For events this stand-in has no sentence for: the figures alone. */
  readonly soFar: (of: Of) => string;
  readonly quiet: string;
};

const results = (of: Of) => `${of('results')} ${of('resultName')}`;

export const NOTE_WORDS: Readonly<Record<Language, NoteWords>> = {
  en: {
    events: {
      'first-numbers': (of) =>
        `The first numbers are in. Your ads were shown ${of('timesShown')} times and ${of('spent')} was spent.${of('results') === '' ? '' : ` They brought ${results(of)}.`}`,
      'daily-summary': (of) =>
        `On ${of('day')} your ads were shown ${of('timesShown')} times and ${of('spent')} was spent.${of('results') === '' ? '' : ` They brought ${results(of)}.`}`,
      'ad-refused': (of) =>
        `Facebook did not allow the ad “${of('ad')}”, so it is not shown.${of('reason') === '' ? ' It gave no reason.' : ` Its reason: ${of('reason')}`}`,
      'delivery-stopped': (of) =>
        `Your ads have not been shown since ${of('lastDayShown')}, although they are switched on. Please look in your ad account under Billing.`,
      'over-limit': (of) =>
        `Facebook spent ${of('spent')} (${of('when')}), and you allowed ${of('allowed')}. You can pause all ads at any time.`,
      'low-return': (of) =>
        `In the last seven days ${of('spent')} was spent, and the ads brought sales of ${of('earned')}. That is little for the money.`,
      'few-clicks': (of) =>
        `Your ads were shown ${of('timesShown')} times, and ${of('clicks')} people clicked. That is few. Other words or pictures may do better.`,
      'fast-spending': (of) =>
        `Today’s money goes fast: ${of('spentSoFarToday')} so far. It cannot go above ${of('mostOnOneDay')} today.`,
      'better-ad': (of) =>
        `The ad “${of('ad')}” does clearly better than the others: ${of('clicks')} clicks from ${of('timesShown')} times shown.`,
    },
    tooEarly:
      'It is too early to tell how well they do, because Facebook is still trying things out.',
    soFar: (of) =>
      `So far ${of('spent')} was spent and your ads were shown ${of('timesShown')} times.`,
    quiet: 'Your ads are running. There is nothing new to tell.',
  },
  de: {
    events: {
      'first-numbers': (of) =>
        `Die ersten Zahlen sind da. Ihre Anzeigen wurden ${of('timesShown')} Mal gezeigt, ausgegeben wurden ${of('spent')}.`,
      'daily-summary': (of) =>
        `Gestern wurden Ihre Anzeigen ${of('timesShown')} Mal gezeigt, ausgegeben wurden ${of('spent')}.`,
      'ad-refused': (of) =>
        `Facebook hat die Anzeige „${of('ad')}“ nicht zugelassen, sie wird nicht gezeigt.${of('reason') === '' ? ' Einen Grund gab es nicht an.' : ` Der Grund: ${of('reason')}`}`,
      'delivery-stopped': () =>
        `Ihre Anzeigen werden seit mehr als einem Tag nicht gezeigt, obwohl sie eingeschaltet sind. Bitte sehen Sie im Werbekonto unter Abrechnung nach.`,
      'over-limit': (of) =>
        `Facebook hat ${of('spent')} ausgegeben. Erlaubt waren ${of('allowed')}. Sie können alle Anzeigen jederzeit anhalten.`,
      'low-return': (of) =>
        `In den letzten Tagen wurden ${of('spent')} ausgegeben, die Anzeigen brachten Verkäufe von ${of('earned')}. Das ist wenig für das Geld.`,
      'few-clicks': (of) =>
        `Ihre Anzeigen wurden ${of('timesShown')} Mal gezeigt, ${of('clicks')} Mal geklickt. Das ist wenig. Andere Worte oder Bilder wirken vielleicht besser.`,
      'fast-spending': (of) =>
        `Das Geld für heute geht schnell weg: bisher ${of('spentSoFarToday')}. Mehr als ${of('mostOnOneDay')} kann es heute nicht werden.`,
      'better-ad': (of) =>
        `Die Anzeige „${of('ad')}“ wirkt klar besser als die anderen: ${of('clicks')} Klicks bei ${of('timesShown')} Mal gezeigt.`,
    },
    tooEarly: 'Für ein Urteil ist es zu früh, denn Facebook probiert noch aus.',
    soFar: (of) =>
      `Bisher wurden ${of('spent')} ausgegeben und Ihre Anzeigen ${of('timesShown')} Mal gezeigt.`,
    quiet: 'Ihre Anzeigen laufen. Es gibt nichts Neues.',
  },
  fr: {
    events: {
      'first-numbers': (of) =>
        `Les premiers chiffres sont là. Vos annonces ont été montrées ${of('timesShown')} fois, pour ${of('spent')}.`,
      'daily-summary': (of) =>
        `Hier, vos annonces ont été montrées ${of('timesShown')} fois, pour ${of('spent')}.`,
      'ad-refused': (of) =>
        `Facebook n’a pas accepté l’annonce « ${of('ad')} », elle n’est donc pas montrée.${of('reason') === '' ? '' : ` La raison : ${of('reason')}`}`,
      'delivery-stopped': () =>
        `Vos annonces ne sont plus montrées depuis plus d’un jour, bien qu’elles soient en marche. Regardez la facturation de votre compte publicitaire.`,
      'over-limit': (of) =>
        `Facebook a dépensé ${of('spent')}. Vous aviez permis ${of('allowed')}. Vous pouvez suspendre toutes les annonces à tout moment.`,
      'low-return': (of) =>
        `Ces derniers jours, ${of('spent')} ont été dépensés et les annonces ont apporté ${of('earned')} de ventes. C’est peu.`,
      'few-clicks': (of) =>
        `Vos annonces ont été montrées ${of('timesShown')} fois, pour ${of('clicks')} clics. C’est peu. D’autres mots ou images feront peut-être mieux.`,
      'fast-spending': (of) =>
        `L’argent du jour part vite : ${of('spentSoFarToday')} pour l’instant. Cela ne peut pas dépasser ${of('mostOnOneDay')} aujourd’hui.`,
      'better-ad': (of) =>
        `L’annonce « ${of('ad')} » marche nettement mieux : ${of('clicks')} clics pour ${of('timesShown')} affichages.`,
    },
    tooEarly: 'Il est trop tôt pour juger, car Facebook fait encore des essais.',
    soFar: (of) =>
      `Jusqu’ici, ${of('spent')} ont été dépensés et vos annonces montrées ${of('timesShown')} fois.`,
    quiet: 'Vos annonces tournent. Il n’y a rien de nouveau.',
  },
  es: {
    events: {
      'first-numbers': (of) =>
        `Ya hay primeras cifras. Sus anuncios se mostraron ${of('timesShown')} veces y se gastaron ${of('spent')}.`,
      'daily-summary': (of) =>
        `Ayer sus anuncios se mostraron ${of('timesShown')} veces y se gastaron ${of('spent')}.`,
      'ad-refused': (of) =>
        `Facebook no aceptó el anuncio «${of('ad')}», así que no se muestra.${of('reason') === '' ? '' : ` El motivo: ${of('reason')}`}`,
      'delivery-stopped': () =>
        `Sus anuncios no se muestran desde hace más de un día, aunque están activos. Mire la facturación de su cuenta publicitaria.`,
      'over-limit': (of) =>
        `Facebook gastó ${of('spent')}. Usted permitió ${of('allowed')}. Puede pausar todos los anuncios cuando quiera.`,
      'low-return': (of) =>
        `En los últimos días se gastaron ${of('spent')} y los anuncios trajeron ventas de ${of('earned')}. Es poco.`,
      'few-clicks': (of) =>
        `Sus anuncios se mostraron ${of('timesShown')} veces, con ${of('clicks')} clics. Es poco. Otras palabras o imágenes quizá funcionen mejor.`,
      'fast-spending': (of) =>
        `El dinero de hoy se va rápido: ${of('spentSoFarToday')} hasta ahora. Hoy no puede pasar de ${of('mostOnOneDay')}.`,
      'better-ad': (of) =>
        `El anuncio «${of('ad')}» funciona claramente mejor: ${of('clicks')} clics de ${of('timesShown')} veces mostrado.`,
    },
    tooEarly: 'Es pronto para juzgar, porque Facebook todavía está probando.',
    soFar: (of) =>
      `Hasta ahora se gastaron ${of('spent')} y sus anuncios se mostraron ${of('timesShown')} veces.`,
    quiet: 'Sus anuncios están en marcha. No hay novedades.',
  },
};
