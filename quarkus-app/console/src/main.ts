import './shell';
import { applyTheme } from './theme';

applyTheme();
