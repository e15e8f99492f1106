import { globSync, readFileSync } from 'node:fs';
import process from 'node:process';
import { sentencesOf, wordsOf } from '../domain/readability/text.ts';
import { gradeOf } from '../integrations/readability/grade.ts';
import { textsIn } from './words/texts.ts';

/** People understand it after seven years of school, and take each sentence in at once. */
const HIGHEST_GRADE = 7;
const LONGEST_SENTENCE = 25;
/** In fewer words one long name decides about the grade. */
const FEWEST_WORDS = 8;

const FOLDERS = ['domain', 'activities', 'api', 'ui/src'];
const files = globSync(FOLDERS.map((folder) => `${folder}/**/*.{ts,tsx}`)).filter(
  (file) => !/\.test(?:-suite)?\.tsx?$/.test(file),
);

const problems: string[] = [];
let checked = 0;
for (const file of files.toSorted()) {
  for (const { text, line } of textsIn(file, readFileSync(file, 'utf8'))) {
    checked += 1;
    const where = `${file}:${line}`;
    for (const sentence of sentencesOf(text)) {
      const { length } = wordsOf(sentence);
      if (length > LONGEST_SENTENCE) problems.push(`${where}  ${length} words: ${sentence}`);
    }
    const reading = gradeOf(text, 'en');
    if (reading !== null && reading.words >= FEWEST_WORDS && reading.grade > HIGHEST_GRADE) {
      problems.push(`${where}  grade ${reading.grade.toFixed(1)}: ${text}`);
    }
  }
}
for (const problem of problems) console.log(problem);
console.log(`${checked} texts read, ${problems.length} to be put more plainly`);
process.exitCode = problems.length === 0 ? 0 : 1;
