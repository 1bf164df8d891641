import {h} from '../lib.js';
import {Empty} from '../ui.js';

/** Browse and edit the tables' items. */
export const tables = {
  id: 'tables',
  title: 'Tables',
  section: 'Overview',
  available: (state) => state.live && state.operations.includes('tables scan'),
  component: () => h(Empty, {title: 'No table yet'}),
};
