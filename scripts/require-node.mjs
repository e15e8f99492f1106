// Plain JavaScript on purpose: it has to run on the Node that cannot read the rest.
import process from 'node:process';

if (process.features.typescript !== 'strip' && process.features.typescript !== 'transform') {
  console.error(
    `\n  This is Node ${process.versions.node}; Aigency runs on Node 24, which npm ci brings along for most machines.\n` +
      '  Start it with: npm start. If you did, run npm ci again without --omit=optional, or install Node 24.\n',
  );
  process.exit(1);
}
