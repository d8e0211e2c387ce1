// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/services.h"

#include <utility>

namespace trutina::services {

Services::Services(EngineSource engine)
    : m_session(std::move(engine)),
      m_model(m_session, m_board),
      m_scoring(m_session, m_board, m_project, m_model),
      m_transfer(m_project),
      m_care(m_project),
      m_video(m_session),
      m_training(m_session, m_project) {}

Services::~Services() {
    // Asked to stop before anything is waited for; the members then end one after another.
    m_session.jobs().cancelAll();
    m_session.inspections().cancelAll();
    m_training.pause();
}

} // namespace trutina::services
