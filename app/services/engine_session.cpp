// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/engine_session.h"

#include <utility>

namespace trutina::services {

EngineSession::EngineSession(EngineSource source)
    : m_source(std::move(source)), m_jobs({"trutina-engine", true}), m_inspections({"trutina-inspect", true}) {}

EngineSession::~EngineSession() {
    shutdown();
}

std::shared_ptr<engine::Engine> EngineSession::engine() {
    const std::lock_guard lock(m_opening);
    if (!m_engine) {
        m_engine = m_source();
    }
    return m_engine;
}

void EngineSession::shutdown() {
    m_jobs.cancelAll(); // both are asked to stop before either is waited for
    m_inspections.cancelAll();
    m_jobs.shutdown();
    m_inspections.shutdown();
    m_model.reset(); // the thread that owned it has been joined
}

} // namespace trutina::services
