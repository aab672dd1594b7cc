/** Start the page: define the elements, then let the store connect. */

import './theme.js';
import './elements/lares-app.js';
import {beAnApp} from './install.js';
import {store} from './store.js';

store.start();
beAnApp(() => store.changed());
