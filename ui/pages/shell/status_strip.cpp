// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/pages/shell/status_strip.h"

#include "ui/contracts/model_desk.h"
#include "ui/contracts/project_desk.h"
#include "ui/models/demo_model.h"
#include "ui/models/job_list_model.h"
#include "ui/models/model_facts.h"
#include "ui/models/wording.h"
#include "ui/style/icons.h"
#include "ui/style/page_sizes.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/thin_progress.h"

#include <QHBoxLayout>
#include <QPainter>
#include <QPushButton>

namespace trutina::ui {

using contracts::ModelState;

namespace {

/// A dot whose colour says how the model is; the words beside it say the same.
class StateDot : public QWidget {
  public:
    explicit StateDot(contracts::ModelDesk& desk) : m_desk(desk) {}
    [[nodiscard]] QSize sizeHint() const override { return {scaled(ui::size::dot), scaled(ui::size::dot)}; }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        const auto info = m_desk.model();
        ColorRole role = ColorRole::StrongBorder;
        switch (m_desk.state()) {
        case ModelState::None:
            break;
        case ModelState::Loading:
            role = ColorRole::Accent;
            break;
        case ModelState::Ready:
            role = info && !info->inspection.trained ? ColorRole::Warn : ColorRole::Good;
            break;
        case ModelState::Failed:
            role = ColorRole::Bad;
            break;
        }
        QPainter painter(this);
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(Qt::NoPen);
        painter.setBrush(color(role));
        QRect area(QPoint(), sizeHint());
        area.moveCenter(rect().center());
        painter.drawEllipse(area);
    }

  private:
    contracts::ModelDesk& m_desk;
};

class Lock : public QWidget {
  public:
    [[nodiscard]] QSize sizeHint() const override { return {scaled(ui::size::chipIcon), scaled(ui::size::chipIcon)}; }

  protected:
    void paintEvent(QPaintEvent* /*event*/) override {
        QPainter painter(this);
        const int side = sizeHint().width();
        painter.drawPixmap(QRect(0, (height() - side) / 2, side, side),
                           iconPixmap("lock", color(ColorRole::MutedText), side, devicePixelRatioF()));
    }
};

TextLabel* small(const QString& text = {}) {
    return new TextLabel(text, TextRole::Label, TextWeight::Regular, ColorRole::MutedText);
}

QPushButton* linkButton(const QString& text) {
    auto* button = new QPushButton(text);
    button->setProperty("variant", QStringLiteral("link"));
    button->setCursor(Qt::PointingHandCursor);
    button->setFocusPolicy(Qt::TabFocus);
    return button;
}

} // namespace

StatusStrip::StatusStrip(const contracts::Desks& desks, JobListModel& jobs, const DemoModel& demo, QWidget* parent)
    : QFrame(parent),
      m_desks(desks),
      m_jobs(jobs),
      m_demo(demo),
      m_dot(new StateDot(desks.model)),
      m_model(linkButton({})),
      m_job(small()),
      m_progress(new ThinProgress(tr("Progress of the current job"))),
      m_time(small()),
      m_cancel(linkButton(tr("Cancel"))),
      m_notice(small()),
      m_lock(new Lock),
      m_offline(small(tr("Offline: nothing leaves this computer"))),
      m_saved(small(tr("Saved"))) {
    setProperty("panel", QStringLiteral("bar"));
    m_progress->setBarWidth(size::numberField);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(space::l, 0, space::l, 0);
    layout->setSpacing(space::s);
    layout->addWidget(m_dot);
    layout->addWidget(m_model);
    layout->addSpacing(space::m);
    layout->addWidget(m_job);
    layout->addWidget(m_progress);
    layout->addWidget(m_time);
    layout->addWidget(m_cancel);
    layout->addWidget(m_notice);
    layout->addStretch(1);
    layout->addWidget(m_lock);
    layout->addWidget(m_offline);
    layout->addSpacing(space::m);
    layout->addWidget(m_saved);
    m_offline->setToolTip(tr("The program opens no connection."));

    connect(m_model, &QPushButton::clicked, this, &StatusStrip::modelClicked);
    connect(m_cancel, &QPushButton::clicked, &jobs, &JobListModel::cancelCurrent);
    connect(&desks.model, &contracts::ModelDesk::stateChanged, this, &StatusStrip::refreshModel);
    connect(&jobs, &JobListModel::currentChanged, this, &StatusStrip::refreshJob);
    connect(&desks.project, &contracts::ProjectDesk::savedChanged, this, &StatusStrip::refreshSaved);
    connect(&desks.project, &contracts::ProjectDesk::projectOpened, this, [this] { refreshSaved(true); });
    connect(&desks.project, &contracts::ProjectDesk::projectClosed, this, [this] { refreshSaved(true); });
    connect(&Theme::instance(), &Theme::changed, this, &StatusStrip::refreshSizes);
    refreshSizes();
    refreshModel();
    refreshJob();
    refreshSaved(true);
}

QString StatusStrip::modelText() const {
    return m_model->text();
}

void StatusStrip::setNotice(const QString& sentence) {
    m_notice->setText(sentence);
    m_notice->setVisible(!sentence.isEmpty() && !m_jobs.current());
}

void StatusStrip::refreshModel() {
    const auto info = m_desks.model.model();
    QString text;
    QString tip = tr("Go to the Models page");
    switch (m_desks.model.state()) {
    case ModelState::None:
        text = tr("No model: scores are off");
        break;
    case ModelState::Loading:
        text = tr("Loading the model…");
        break;
    case ModelState::Ready:
        if (info) {
            text = tr("%1 on %2, ready").arg(m_demo.nameOf(m_desks.model), Wording::device(info->device));
            if (m_demo.isLoaded(m_desks.model)) {
                tip = DemoModel::notice();
            }
            if (!info->inspection.trained) {
                text += tr(" · random test weights");
                tip = ModelFacts::untrainedNotice();
            }
        }
        break;
    case ModelState::Failed:
        text = tr("The model could not be loaded");
        if (const auto problem = m_desks.model.problem()) {
            tip = problem->message;
        }
        break;
    }
    m_model->setText(text);
    m_model->setToolTip(tip);
    m_dot->update();
}

void StatusStrip::refreshJob() {
    const auto job = m_jobs.current();
    m_job->setVisible(job.has_value());
    m_progress->setVisible(job.has_value());
    m_time->setVisible(job.has_value());
    m_cancel->setVisible(job.has_value() && job->canCancel);
    m_notice->setVisible(!job && !m_notice->text().isEmpty());
    if (!job) {
        return;
    }
    const int others = m_jobs.rowCount() - 1;
    const QString title = job->isCancelling ? tr("Cancelling…") : job->title;
    m_job->setText(others > 0 ? tr("%1 (and %n more)", nullptr, others).arg(title) : title);
    m_job->setToolTip(job->stage);
    m_progress->setFraction(job->fraction);
    m_time->setText(JobListModel::timeLeftText(job->secondsLeft));
    m_cancel->setEnabled(!job->isCancelling);
    m_cancel->setAccessibleName(tr("Cancel: %1").arg(job->title));
}

void StatusStrip::refreshSaved(bool saved) {
    const auto project = m_desks.project.project();
    m_saved->setVisible(project.has_value());
    m_saved->setText(project && project->readOnly ? tr("Read only") : saved ? tr("Saved") : tr("Saving…"));
}

void StatusStrip::refreshSizes() {
    setFixedHeight(scaled(size::statusBar));
}

} // namespace trutina::ui
