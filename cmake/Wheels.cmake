# Where packaging/setup puts the wheels of LibTorch and Arrow.
set(TRUTINA_CACHE_HOME "$ENV{XDG_CACHE_HOME}")
if(TRUTINA_CACHE_HOME STREQUAL "")
    set(TRUTINA_CACHE_HOME "$ENV{HOME}/.cache")
endif()
if(TRUTINA_CUDA)
    set(_wheel_set gpu)
else()
    set(_wheel_set cpu)
endif()
set(TRUTINA_PYTHON_ENVIRONMENT "${TRUTINA_CACHE_HOME}/trutina/python/torch-2.14.1-${_wheel_set}"
    CACHE PATH "Virtual environment, made by packaging/setup, that holds the wheels of LibTorch and Arrow")
