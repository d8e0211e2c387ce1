// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

namespace trutina::contracts {

class ProjectDesk;
class ScoringDesk;
class ModelDesk;
class TransferDesk;
class TrainingDesk;
class VideoDesk;
class CareDesk;

/// What a page is given: references that outlive every page. Made in app/desktop.
struct Desks {
    ProjectDesk& project;
    ScoringDesk& scoring;
    ModelDesk& model;
    TransferDesk& transfer;
    VideoDesk& video;
    TrainingDesk& training;
    CareDesk& care;
};

} // namespace trutina::contracts
