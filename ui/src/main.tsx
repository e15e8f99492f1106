import '@fontsource-variable/inter/index.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/layout.css';
import './styles/chat.css';
import './styles/blocks.css';
import './styles/cards.css';
import './styles/shell.css';
import './styles/launch.css';
import './styles/plan-card.css';
import './styles/connect-card.css';
import './styles/deployment-card.css';
import './styles/money.css';
import { render } from 'solid-js/web';
import { App } from './app.tsx';
import { showTheme } from './theme.ts';

showTheme();

const root = document.getElementById('app');
if (root !== null) render(() => <App />, root);
