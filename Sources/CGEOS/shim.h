#define GEOS_USE_ONLY_R_API /* hides the half of the interface that keeps global state */
#include <geos_c.h>
