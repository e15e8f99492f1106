/** The one Marketing API version this code speaks (served since 2026-07-29). Changing it is a deployment, not a setting. */
export const META_API_VERSION = 'v26.0';
