import type { ColumnType } from 'kysely';

/** timestamptz: the driver gives epoch ms, and takes an ISO text made by `instant()`. */
export type Instant = ColumnType<number, string, string>;
export type NullableInstant = ColumnType<number | null, string | null | undefined, string | null>;
/** jsonb: read as a value, written as JSON text made by `json()`. */
export type Json<T> = ColumnType<T, string, string>;
export type NullableJson<T> = ColumnType<T | null, string | null | undefined, string | null>;

/** jsonb with a default in the database. */
export type DefaultedJson<T> = ColumnType<T, string | undefined, string>;

/** Row-level security lets only the owner see the row; the database checks that the project is the owner's. */
export type Owned = { projectId: string; ownerId: string };
