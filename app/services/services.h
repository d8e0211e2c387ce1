// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/services/care_service.h"
#include "app/services/engine_session.h"
#include "app/services/job_board.h"
#include "app/services/model_service.h"
#include "app/services/project_service.h"
#include "app/services/scoring_service.h"
#include "app/services/training_service.h"
#include "app/services/transfer_service.h"
#include "app/services/video_service.h"
#include "ui/contracts/desks.h"

namespace trutina::services {

/// All services of one running program, made and taken down in the right order. Needs a QCoreApplication.
///
/// The destructor cancels loading and scoring, lets a training run save its checkpoint, finishes what was to be written and joins
/// all threads; it is bounded by one decoder layer and the writes that wait. Destroy the pages first: they refer to the desks.
class Services {
  public:
    explicit Services(EngineSource engine = EngineLibrary::source());
    ~Services();
    Services(const Services&) = delete;
    Services& operator=(const Services&) = delete;

    [[nodiscard]] contracts::Desks desks() { return {m_project, m_scoring, m_model, m_transfer, m_video, m_training, m_care}; }
    [[nodiscard]] ScoringService& scoring() { return m_scoring; } ///< for its options

  private:
    EngineSession m_session;
    JobBoard m_board;
    ProjectService m_project;
    ModelService m_model;
    ScoringService m_scoring;
    TransferService m_transfer;
    CareService m_care;
    VideoService m_video;
    TrainingService m_training;
};

} // namespace trutina::services
