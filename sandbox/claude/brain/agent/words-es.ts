import type { AgentWords } from './words.ts';

export const ES: AgentWords = {
  span: (days) => (days === 1 ? 'hoy' : `en los últimos ${days} días`),
  spent: (amount, span) => `Sus anuncios gastaron ${amount} ${span}.`,
  shown: (times, clicks) => `Se mostraron ${times} veces y tuvieron ${clicks} clics.`,
  seen: (people) => `El mejor día los vieron unas ${people} personas.`,
  results: (count, name) => `Eso trajo ${count} (${name}).`,
  range: (range) => `Por azar podrían haber sido ${between(range)}.`,
  cost: (each, range) => `Cada uno costó ${each} de media. Por azar sería ${between(range)}.`,
  tooEarly: () => 'Todavía es pronto para saberlo.',
  notCounted: (name) => `Eso no lo puedo ver (${name}). Todavía no se cuenta.`,
  compared: {
    more: 'Por el mismo dinero llegó claramente más que antes.',
    fewer: 'Por el mismo dinero llegó claramente menos que antes.',
    same: 'Frente a antes no hay una diferencia clara. Puede ser azar.',
    early: 'Para comparar con lo de antes todavía es pronto.',
  },
  adAhead: (name) => `«${name}» tiene claramente más clics.`,
  noAdAhead: 'Ningún anuncio va claramente delante. Puede ser azar.',
  adsTooEarly: 'Es pronto para saber qué anuncio va mejor.',
  adLine: (name, clicks, shown) => `«${name}» tuvo ${clicks} clics y se mostró ${shown} veces.`,
  notShown: (span) => `Sus anuncios no se mostraron ${span}. No se gastó nada.`,
  noNumbers: 'Todavía no ha salido ningún anuncio. Por eso no hay cifras.',
  budget: (amount) => `El presupuesto es de ${amount} al día de media.`,
  lastDay: (day) => `El último día: ${day}.`,
  whoSees: (who) => `Sus anuncios son para: ${who}.`,
  adsSay: (headlines) => `Los anuncios dicen: ${headlines}.`,
  noPlan: 'Todavía no hay un plan.',
  brief: 'Esto es lo que he anotado de su negocio:',
  noBrief: 'Todavía no se sabe todo.',
  done: 'Esto se hizo hace poco:',
  noneDone: 'Todavía no se ha hecho nada.',
  notices: 'Sus últimos avisos:',
  noNotices: 'No tiene avisos.',
  waiting: (subjects) => `Esto le espera: ${subjects}. Use el botón de la tarjeta.`,
  nothingWaits: 'Ahora mismo no le espera nada.',
  paused: 'Sus anuncios se detienen ahora. El botón «Resume ads» los pone en marcha.',
  wasPaused: 'Sus anuncios ya están en pausa. El botón «Resume ads» los pone en marcha.',
  cannotResume: 'No puedo volver a poner los anuncios. Use el botón «Resume ads».',
  report: (title) => `«${title}» está listo. Está en «Artifacts».`,
  onCard: (what) => `Está en una tarjeta: ${what}. Nada cambia hasta que usted pulse el botón.`,
  refused: (reason) => `Eso no ha funcionado. ${reason}`,
  failed: 'No lo he podido mirar ahora. No ha cambiado nada. Pregúnteme otra vez.',
  approve: (waitingFor) =>
    `Un mensaje aquí no aprueba nada.${waitingFor === null ? ' Ahora mismo no le espera ninguna tarjeta.' : ` Use el botón de la tarjeta: ${waitingFor}.`}`,
  changeWhat:
    'Puedo poner un cambio en una tarjeta. Dígame qué debe cambiar. Por ahora nada ha cambiado.',
  next: (when) =>
    when === null ? 'No está previsto volver a mirar.' : `Vuelvo a mirar las cifras: ${when}.`,
  thanks: 'De nada. Pregúnteme cuando quiera.',
  hello: 'Hola. Pregúnteme lo que quiera sobre su campaña.',
  help: 'Puedo decirle cuánto se gastó, cuántos hicieron clic y qué le espera. Puedo parar los anuncios. Los cambios los pongo en una tarjeta.',
  cannotFollow: 'Eso no lo puedo hacer. Respondo sobre su negocio y sus anuncios.',
  newAd: (topic) => `${topic}. Venga a verlo y escríbanos.`,
};

function between(range: string): string {
  return range.replace(/^at least /, 'al menos ').replace(' to ', ' a ');
}
