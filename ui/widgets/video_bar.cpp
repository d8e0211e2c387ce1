// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/video_bar.h"

#include "ui/models/video_player.h"
#include "ui/models/wording.h"
#include "ui/style/theme.h"
#include "ui/style/tokens.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/elided_label.h"
#include "ui/widgets/icon_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/video_timeline.h"

#include <QHBoxLayout>
#include <QLocale>
#include <QPainter>
#include <QPainterPath>
#include <QVBoxLayout>

#include <algorithm>

namespace trutina::ui {

namespace {
/// Narrower bars leave out what the time line says too.
constexpr int narrowBar = 400;
} // namespace

VideoBar::VideoBar(VideoPlayer& player, QWidget* parent)
    : QWidget(parent),
      m_player(player),
      m_play(new IconButton("play", tr("Play (Space)"))),
      m_back(new IconButton("step-back", tr("One frame back (,)"))),
      m_forth(new IconButton("step-forward", tr("One frame on (.)"))),
      m_time(new TextLabel({}, TextRole::Interface, TextWeight::SemiBold)),
      m_frame(new TextLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)),
      m_speed(new Chip({})),
      m_loop(new IconButton("loop", tr("Loop (I and O set its ends)"))),
      m_timeline(new VideoTimeline),
      m_sentence(new ElidedLabel({}, TextRole::Label, TextWeight::Regular, ColorRole::MutedText)) {
    setAccessibleName(tr("Player"));
    for (IconButton* button : {m_back, m_forth, m_loop}) {
        button->setSide(size::chip, size::smallIcon);
    }
    m_loop->setCheckable(true);
    m_speed->setToolTip(tr("Speed: J slower, L faster, K normal"));
    auto* row = new QHBoxLayout;
    row->setSpacing(space::s);
    row->addWidget(m_play);
    row->addWidget(m_back);
    row->addWidget(m_forth);
    row->addSpacing(space::xs);
    row->addWidget(m_time);
    row->addWidget(m_frame);
    row->addStretch(1);
    row->addWidget(m_speed);
    row->addWidget(m_loop);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(space::m, space::s, space::m, space::s);
    column->setSpacing(space::xs);
    column->addLayout(row);
    column->addWidget(m_timeline);
    column->addWidget(m_sentence);
    setCursor(Qt::ArrowCursor);

    connect(m_play, &QAbstractButton::clicked, &m_player, &VideoPlayer::toggle);
    connect(m_back, &QAbstractButton::clicked, &m_player, [this] { m_player.step(-1); });
    connect(m_forth, &QAbstractButton::clicked, &m_player, [this] { m_player.step(+1); });
    connect(m_speed, &QAbstractButton::clicked, &m_player, &VideoPlayer::normalSpeed);
    connect(m_loop, &QAbstractButton::clicked, &m_player, &VideoPlayer::setLoops);
    connect(m_timeline, &VideoTimeline::seekRequested, &m_player, &VideoPlayer::seek);
    connect(&m_player, &VideoPlayer::opened, this, &VideoBar::refreshVideo);
    connect(&m_player, &VideoPlayer::frameChanged, this, &VideoBar::refreshPosition);
    connect(&m_player, &VideoPlayer::frameChanged, this, &VideoBar::showSentence);
    connect(&m_player, &VideoPlayer::frameFailed, this, [this](const contracts::Problem& problem) {
        m_sentence->setText(problem.message);
        m_sentence->setColorRole(ColorRole::Warn);
    });
    connect(&m_player, &VideoPlayer::positionChanged, this, &VideoBar::refreshPosition);
    connect(&m_player, &VideoPlayer::stateChanged, this, &VideoBar::refreshState);
    connect(&Theme::instance(), &Theme::changed, this, [this] { update(); });
    refreshVideo();
}

QString VideoBar::positionText() const {
    return m_time->text();
}

QString VideoBar::frameText() const {
    return m_frame->text();
}

void VideoBar::refreshVideo() {
    setEnabled(m_player.isOpen());
    if (m_player.isOpen()) {
        const engine::VideoFacts& facts = m_player.facts();
        m_timeline->setFrames(m_player.lastFrame(), facts.sampled);
        showSentence();
        // The widest text that can stand there keeps its place, so that nothing moves while it plays.
        const QString longest =
            tr("%1 / %2").arg(Wording::clipTime(facts.durationSeconds), Wording::clipTime(facts.durationSeconds));
        m_time->setMinimumWidth(m_time->fontMetrics().horizontalAdvance(longest) + space::xs);
        const QString number = QLocale().toString(qlonglong{facts.frames});
        m_frame->setMinimumWidth(m_frame->fontMetrics().horizontalAdvance(tr("frame %1 of %2").arg(number, number)) + space::xs);
    }
    refreshPosition();
    refreshState();
}

void VideoBar::showSentence() {
    const auto seen = static_cast<int>(m_player.facts().sampled.size());
    m_sentence->setText(tr("Marks above the line are the %n frame(s) that the model sees.", nullptr, seen));
    m_sentence->setColorRole(ColorRole::MutedText);
}

void VideoBar::refreshPosition() {
    if (!m_player.isOpen()) {
        m_time->clear();
        m_frame->clear();
        return;
    }
    const engine::VideoFacts& facts = m_player.facts();
    m_time->setText(tr("%1 / %2").arg(Wording::clipTime(m_player.seconds()), Wording::clipTime(facts.durationSeconds)));
    const qint64 shown = m_player.frame() ? m_player.frame()->number : m_player.position();
    m_frame->setText(tr("frame %1 of %2").arg(QLocale().toString(shown + 1), QLocale().toString(qlonglong{facts.frames})));
    m_timeline->setPosition(m_player.position());
    const bool isSeen = std::binary_search(facts.sampled.begin(), facts.sampled.end(), shown);
    m_frame->setColorRole(isSeen ? ColorRole::Accent : ColorRole::MutedText);
    m_frame->setToolTip(isSeen ? tr("The model sees this frame.") : tr("The model does not see this frame."));
    if (!m_player.isPlaying()) { // a reader that spoke thirty times a second would not be understood
        m_timeline->setAccessibleName(tr("Position"));
        m_timeline->setAccessibleDescription(m_frame->text() + QStringLiteral(", ") + m_time->text() + QStringLiteral(". ") +
                                             m_frame->toolTip());
    }
}

void VideoBar::refreshState() {
    m_play->setIconName(m_player.isPlaying() ? "pause" : "play");
    m_play->setWords(m_player.isPlaying() ? tr("Pause (Space)") : tr("Play (Space)"));
    m_speed->setText(tr("%1×").arg(QLocale().toString(m_player.speed(), 'g', 3)));
    m_speed->setAccessibleName(tr("Speed %1; press for normal speed").arg(m_speed->text()));
    m_loop->setChecked(m_player.loops());
    if (m_player.isOpen()) {
        m_timeline->setLoop(m_player.loops(), m_player.loopBegin(), m_player.loopEnd());
    }
}

void VideoBar::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_frame->setVisible(width() >= scaled(narrowBar));
}

void VideoBar::paintEvent(QPaintEvent* /*event*/) {
    // The lower end of a card: round below, straight where the picture begins.
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    const qreal half = size::hairline / 2.0;
    const QRectF area = QRectF(rect()).adjusted(half, -size::cardRadius, -half, -half);
    QPainterPath shape;
    shape.addRoundedRect(area, size::cardRadius, size::cardRadius);
    painter.setPen(QPen(color(ColorRole::Border), size::hairline));
    painter.setBrush(color(ColorRole::Panel));
    painter.drawPath(shape);
}

} // namespace trutina::ui
