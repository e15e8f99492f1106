import { buildBundle, buildUi } from './services/build.ts';

await buildUi();
await buildBundle();
console.log('dist/ui and dist/workflow-bundle.js are up to date');
