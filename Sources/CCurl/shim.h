#ifndef FRONTPAD_CCURL_SHIM_H
#define FRONTPAD_CCURL_SHIM_H
#include <curl/curl.h>
#endif
