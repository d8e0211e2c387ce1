# LibTorch from the PyPI wheel. find_package(Torch) demands a CUDA toolkit, so the imported targets are our own.
include(Wheels)
file(GLOB TRUTINA_TORCH_DIR "${TRUTINA_PYTHON_ENVIRONMENT}/lib/python3.*/site-packages/torch")
if(NOT TRUTINA_TORCH_DIR)
    message(FATAL_ERROR "LibTorch was not found in ${TRUTINA_PYTHON_ENVIRONMENT}. Run packaging/setup first.")
endif()
cmake_path(GET TRUTINA_TORCH_DIR PARENT_PATH TRUTINA_SITE_PACKAGES)
set(TRUTINA_CUDA_RUNTIME_DIR "${TRUTINA_SITE_PACKAGES}/nvidia/cu13/lib")

# -idirafter: torch/include carries its own fmt, protobuf and others, which must not shadow Debian's.
set(_torch_includes "SHELL:-idirafter ${TRUTINA_TORCH_DIR}/include" "SHELL:-idirafter ${TRUTINA_TORCH_DIR}/include/torch/csrc/api/include")

add_library(LibTorch::c10 SHARED IMPORTED)
set_target_properties(LibTorch::c10 PROPERTIES IMPORTED_LOCATION "${TRUTINA_TORCH_DIR}/lib/libc10.so")
add_library(LibTorch::torch_cpu SHARED IMPORTED)
set_target_properties(LibTorch::torch_cpu PROPERTIES IMPORTED_LOCATION "${TRUTINA_TORCH_DIR}/lib/libtorch_cpu.so" INTERFACE_LINK_LIBRARIES LibTorch::c10)
foreach(library IN ITEMS LibTorch::c10 LibTorch::torch_cpu)
    target_compile_options(${library} INTERFACE "$<$<COMPILE_LANGUAGE:CXX>:${_torch_includes}>")
    target_link_options(${library} INTERFACE "LINKER:-rpath-link,${TRUTINA_TORCH_DIR}/lib" "LINKER:-rpath-link,${TRUTINA_CUDA_RUNTIME_DIR}")
endforeach()

# What every target that includes ATen needs.
function(trutina_torch_target target)
    trutina_cache_with_precompiled_header(${target})
    set_target_properties(${target} PROPERTIES CXX_VISIBILITY_PRESET hidden VISIBILITY_INLINES_HIDDEN ON)
endfunction()

# A test that includes ATen: shares the precompiled header of engine_model, for which it must be compiled as position-independent too.
function(trutina_torch_test target)
    trutina_torch_target(${target})
    target_compile_options(${target} PRIVATE -fPIC)
    set_target_properties(${target} PROPERTIES PRECOMPILE_HEADERS_REUSE_FROM engine_model) # in place of that of other tests
    add_dependencies(${target} engine_model)
    set_target_properties(${target} PROPERTIES BUILD_RPATH "${TRUTINA_TORCH_DIR}/lib;${TRUTINA_CUDA_RUNTIME_DIR}")
endfunction()
