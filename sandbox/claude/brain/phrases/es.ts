import type { Phrases } from './phrases.ts';

export const ES: Phrases = {
  noted: [
    (quote) => `Gracias, he anotado «${quote}».`,
    (quote) => `Entendido: «${quote}».`,
    (quote) => `De acuerdo, «${quote}».`,
  ],
  heardName: (name) => `Encantado de conocer ${name}.`,
  heardLocation: (place) => `Los anuncios se verán aquí: ${place}.`,
  heardGoal: {
    LEADS: 'La gente debería, pues, ponerse en contacto.',
    SALES: 'La gente debería, pues, comprarle.',
    TRAFFIC: 'La gente debería, pues, visitar su web.',
    APP_INSTALLS: 'La gente debería, pues, instalar su aplicación.',
  },
  heardBudget: (stated, other) =>
    other === null ? `Bien, ${stated}.` : `Bien, ${stated}. Son unos ${other}.`,
  heardWebsite: (host) => `Los anuncios llevarán a ${host}.`,
  heardNoWebsite:
    'Se puede hacer sin web. La gente puede dejar sus datos en un formulario en Facebook.',
  foundOnWebsite: (found) => `He leído su web y he anotado: ${found}. Dígame qué no es correcto.`,
  websiteClosed: 'No he podido abrir su web en este momento.',
  perDay: (amount) => `${amount} al día`,
  perWeek: (amount) => `${amount} a la semana`,
  perMonth: (amount) => `${amount} al mes`,
  thanks: 'Gracias.',
  ask: {
    businessDescription: '¿A qué se dedica su negocio?',
    product: '¿De qué producto o servicio deben tratar los anuncios?',
    targetAudience:
      '¿Quiénes son sus mejores clientes, las personas que deberían ver los anuncios?',
    goal: '¿Qué debería hacer la gente tras ver el anuncio: ponerse en contacto, comprar, visitar su web o instalar una aplicación?',
    monthlyBudget: '¿Cuánto quiere gastar en anuncios al mes?',
    location: '¿En qué ciudad, región o país deben verse los anuncios?',
    uniqueSellingPoint: '¿Por qué le eligen a usted y no a otros?',
    websiteUrl: '¿Tiene página web, y cuál es su dirección?',
  },
  askAgain: {
    businessDescription:
      'Dígame en una frase qué hace, por ejemplo «una peluquería para pelo rizado».',
    product: 'Nombre algo que le gustaría vender más, por ejemplo «tartas de boda».',
    targetAudience: 'Piense en las últimas personas que le compraron. ¿Quiénes eran?',
    goal: '¿Qué le ayuda más: que la gente se ponga en contacto, compre, visite su web o instale una aplicación?',
    monthlyBudget: 'Basta una cifra aproximada, por ejemplo «10 al día» o «300 al mes».',
    location: 'Nombre una ciudad, una región o un país, por ejemplo «Sevilla y 20 km alrededor».',
    uniqueSellingPoint:
      '¿Qué elogian sus clientes, por ejemplo «siempre puntuales» o «hecho a mano»?',
    websiteUrl: 'Escriba la dirección tal como la tiene, o diga que no hay ninguna.',
  },
  smallBudget: (perDay) =>
    `Son unos ${perDay}, y así lo ve muy poca gente. A partir de unos 5 al día se aprecia mejor qué funciona. Puede subirlo, o lo dejamos así.`,
  suggestBudget:
    'Muchos negocios pequeños empiezan con 5 a 15 al día en su moneda. ¿Anoto 10 al día?',
  offerForm:
    'Sin web, la gente puede dejar sus datos en un formulario en Facebook. ¿Lo planeo así?',
  complete: 'Es todo lo que necesito. Ahora le muestro un breve resumen para que lo compruebe.',
  changed: 'Lo he cambiado. Le muestro otra vez el resumen para que lo compruebe.',
  nothingOpen: 'Tengo todo lo que necesito. Mire el resumen y dígame si algo debe ser distinto.',
  hello: 'Hola. Le haré unas preguntas cortas y después prepararé sus primeros anuncios.',
  cannotFollow: 'Aquí solo puedo ayudar con anuncios para su negocio. Sigamos con eso.',
  mistaken: 'No he entendido bien uno de esos datos.',
  answers: {
    cost: 'Usted decide cuánto gasta, y Facebook lo cobra a su propia cuenta publicitaria. No se gasta nada antes de que apruebe un plan.',
    time: 'Las preguntas duran unos tres minutos. Tras su aprobación, los anuncios se preparan en pocos minutos y Facebook los revisa, a menudo el mismo día.',
    results: 'No puedo prometer una cifra. Con el plan verá un margen y en qué se basa.',
    why: 'Pregunto para que las personas adecuadas vean sus anuncios y las palabras encajen con su negocio.',
    who: 'Soy Aigency, un programa que prepara y cuida anuncios de Facebook para negocios pequeños.',
    other: 'Volveré a eso cuando conozca un poco mejor su negocio.',
  },
};
