// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/model/device_kernels.h"

#include <array>
#include <atomic>

namespace trutina::engine {

namespace {

std::atomic<const DeviceKernels*>& slotOf(c10::DeviceType type) {
    static std::array<std::atomic<const DeviceKernels*>, c10::COMPILE_TIME_MAX_DEVICE_TYPES> slots{};
    return slots.at(static_cast<std::size_t>(type));
}

} // namespace

const DeviceKernels* deviceKernels(c10::DeviceType type) {
    return slotOf(type).load(std::memory_order_acquire);
}

void installDeviceKernels(c10::DeviceType type, const DeviceKernels* kernels) {
    slotOf(type).store(kernels, std::memory_order_release);
}

} // namespace trutina::engine
