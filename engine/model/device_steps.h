// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <c10/core/Device.h>
#include <c10/core/Event.h>
#include <c10/core/impl/VirtualGuardImpl.h>

#include <memory>
#include <utility>

namespace trutina::engine {

/// Keeps the host from running ahead of a GPU, which is given work and not waited for: without it a whole model would be queued
/// at once, and neither progress nor a stop request would mean anything. Does nothing on the CPU.
class DeviceSteps {
  public:
    explicit DeviceSteps(c10::Device device) : m_device(device) {}

    /// A step has been queued: waits for the end of the step before it, so that the device always has one to work on.
    void queued() {
        if (!m_device.is_cuda()) {
            return;
        }
        auto end = std::make_unique<c10::Event>(m_device.type());
        end->record(c10::impl::VirtualGuardImpl(m_device.type()).getStream(m_device));
        finish();
        m_last = std::move(end);
    }
    /// Waits for the last step too.
    void finish() {
        if (m_last) {
            m_last->synchronize();
            m_last.reset();
        }
    }

  private:
    c10::Device m_device;
    std::unique_ptr<c10::Event> m_last;
};

} // namespace trutina::engine
