/** What a host answers when somebody looks whether a landing page is there. */
export type LandingPage = { readonly status: number; readonly finalUrl: string | null };

/** What the admin API can change while the sandbox runs; forgotten when it stops. */
export type Settings = {
  /** How long a new ad is being put together before anything else can be said about it. */
  processingSeconds: number;
  /** How long a new object stays absent from its parent's lists. Reading it by id works at once. */
  indexLagSeconds: number;
  /** The same for single objects: until which instant, by id. */
  readonly hiddenUntil: Map<string, number>;
  /** Interests retired since the sandbox started, by id. */
  readonly deadInterests: Set<string>;
  /** Whether exchanging a long-lived token that still works gives one that lives longer. */
  exchangeMovesExpiry: boolean;
  /** By host, in small letters. */
  readonly landingPages: Map<string, LandingPage>;
  /** Pages of the stand-in's own little web as HTML, by host in small letters without "www.". */
  readonly websites: Map<string, string>;
};

const PROCESSING_SECONDS = 30;

export function defaultSettings(): Settings {
  return {
    processingSeconds: PROCESSING_SECONDS,
    indexLagSeconds: 0,
    hiddenUntil: new Map(),
    deadInterests: new Set(),
    exchangeMovesExpiry: true,
    landingPages: new Map(),
    websites: new Map(),
  };
}

export function resetSettings(settings: Settings): void {
  settings.processingSeconds = PROCESSING_SECONDS;
  settings.indexLagSeconds = 0;
  settings.hiddenUntil.clear();
  settings.deadInterests.clear();
  settings.exchangeMovesExpiry = true;
  settings.landingPages.clear();
  settings.websites.clear();
}
