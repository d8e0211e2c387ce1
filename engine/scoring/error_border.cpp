// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/scoring/error_border.h"

#include "engine/api/error.h"

#include <c10/util/Exception.h>
#include <c10/util/Logging.h>

#include <new>
#include <string>

namespace trutina::engine {

namespace {

Failure outOfMemory(const std::string& detail) {
    return {"memory.exhausted", "There was not enough memory for this step.",
            "Close other programs, use --dtype bfloat16, a smaller --hd-num or a smaller --max-length.", detail};
}

/// LibTorch's CPU allocator throws a plain c10::Error whose text is all there is to tell it by.
bool speaksOfMemory(const std::string& text) {
    return text.find("DefaultCPUAllocator") != std::string::npos || text.find("not enough memory") != std::string::npos ||
           text.find("out of memory") != std::string::npos;
}

} // namespace

void letLibTorchThrow() {
    FLAGS_caffe2_use_fatal_for_enforce = false;
}

void rethrowAsFailure() {
    try {
        throw;
    } catch (const Failure&) {
        throw;
    } catch (const Cancelled&) {
        throw;
    } catch (const std::bad_alloc& error) {
        throw outOfMemory(error.what());
    } catch (const c10::OutOfMemoryError& error) {
        throw outOfMemory(error.what()); // of a GPU
    } catch (const c10::AcceleratorError& error) {
        throw Failure(
            "device.failed", "The GPU could not do what it was asked to.",
            "Use the CPU, or start the program again: after some errors the driver gives the GPU to new processes only.",
            error.what());
    } catch (const c10::Error& error) {
        const std::string text = error.what();
        if (speaksOfMemory(text)) {
            throw outOfMemory(text);
        }
        throw Failure("engine.internal", "The model could not be computed.", "Please report this together with the log.", text);
    } catch (const std::exception& error) {
        throw Failure("engine.internal", "The engine met an error that it does not know.",
                      "Please report this together with the log.", error.what());
    }
}

} // namespace trutina::engine
